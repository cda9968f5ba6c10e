import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Process tests run the bundle, so it is built from the sources under test. */
export function setup(): void {
  const root = join(import.meta.dirname, '..');
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/tsdown/dist/run.mjs'), '--no-clean', '--log-level', 'error'],
    { cwd: root, stdio: 'inherit' },
  );
}
