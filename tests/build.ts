import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

/** Process tests run the bundle in dist/, so this function builds it from the sources under test. */
export function setup(): void {
  const root = join(import.meta.dirname, '..');
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/tsdown/dist/run.mjs'), '--no-clean', '--log-level', 'error'],
    { cwd: root, stdio: 'inherit' },
  );
  putPythonFirst();
}

/**
 * If `python3` belongs to a version manager, it is a shell script that takes longer to start than Python itself. These
 * tests start it a thousand times.
 */
function putPythonFirst(): void {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable, end="")'], { encoding: 'utf8' });
  if (stdout) process.env.PATH = [dirname(stdout), process.env.PATH].join(delimiter);
}
