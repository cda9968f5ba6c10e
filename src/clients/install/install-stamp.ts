import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { glob } from 'tinyglobby';
import { sha256 } from '../../lib/stable-hash.ts';
import type { Client } from '../../model/client.ts';
import type { Tool } from './install-client.ts';

/** Python clients are imported from their folder: only what says what they need is installed. */
const PYTHON_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements*.txt'];
/** A Node client is used as it was packed: every file counts. */
const NODE_FILES = ['**/*'];
const NEVER = ['**/node_modules/**', '.git/**', '.venv/**', '.parity/**'];

/** What an installation was made from. The same text: it need not be made again. */
export async function installStamp({ source, runtime }: Client, tool: Tool): Promise<string> {
  if (source.kind !== 'path') return `${JSON.stringify({ tool, requirement: source.requirement, runtime })}\n`;
  const { path } = source;
  const files = await glob(tool === 'pip' ? PYTHON_FILES : NODE_FILES, { cwd: path, ignore: NEVER, dot: true });
  const states = await Promise.all(
    files.toSorted().map(async (file) => {
      const { size, mtimeMs } = await stat(join(path, file));
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
  const stamp = { tool, path, runtime, commit: await commitOf(path), files: sha256(states.join('\n')) };
  return `${JSON.stringify(stamp)}\n`;
}

/** null where there is no git, or no repository. */
async function commitOf(path: string): Promise<string | null> {
  const asked = promisify(execFile)('git', ['-C', path, 'rev-parse', 'HEAD'], { timeout: 5000 });
  return asked.then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}
