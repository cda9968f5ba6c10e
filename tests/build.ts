import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

/** Process tests run the bundle in dist/. This function builds the bundle from the current sources. */
export function setup(): void {
  const root = join(import.meta.dirname, '..');
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/tsdown/dist/run.mjs'), '--no-clean', '--log-level', 'error'],
    { cwd: root, stdio: 'inherit' },
  );
  putPythonFirst();
}

/** The tests start Python so often that a slow shell script named `python3` must be avoided. */
function putPythonFirst(): void {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable, end="")'], { encoding: 'utf8' });
  if (stdout) process.env.PATH = [dirname(stdout), process.env.PATH].join(delimiter);
}
