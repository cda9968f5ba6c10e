import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { sha256 } from '../../lib/stable-hash.ts';
import type { Client } from '../../model/client.ts';
import type { Tool } from './install-client.ts';

/** A Python client is imported from its folder, so only its dependencies matter. */
const PYTHON_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements*.txt'];
/** Any other client runs as it was packed: every file matters. */
const ALL_FILES = ['**/*'];
const NEVER = [
  ...['**/node_modules/**', '**/__pycache__/**', '.git/**', '.venv/**', '**/.parity/**'],
  // what a trace writes, in a project that lies in the client's source
  ...['**/*.surface.yaml', '**/*.findings.json', '**/*.trace*.jsonl'],
];

/** Describes what an installation is made from: while the text stays the same, it need not be made again. */
export async function installStamp({ driver, source, runtime }: Client, tool: Tool): Promise<string> {
  if (source.kind !== 'path') return `${JSON.stringify({ tool, requirement: source.requirement, runtime })}\n`;
  const { path } = source;
  const files = await glob(driver === 'python' ? PYTHON_FILES : ALL_FILES, { cwd: path, ignore: NEVER, dot: true });
  const states = await Promise.all(
    files.toSorted().map(async (file) => {
      const { size, mtimeMs } = await stat(join(path, file));
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
  const stamp = { tool, path, runtime, files: sha256(states.join('\n')) };
  return `${JSON.stringify(stamp)}\n`;
}
