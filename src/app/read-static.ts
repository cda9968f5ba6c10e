import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { staticPython } from '../audit/sources/static-python.ts';
import { staticTypeScript } from '../audit/sources/static-typescript.ts';
import { loadGrammars } from '../clients/load-grammar.ts';
import type { Client } from '../model/client.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Surface } from '../model/surface.ts';

const LEFT_OUT = [
  '**/node_modules/**',
  '**/{test,tests,examples,docs}/**',
  '**/{.venv,venv,.git,.parity}/**',
  '**/*.d.ts',
];
const MOST_FILES = 2000;

/** What a client's code says, read and not run; null for one that does not come from a folder. */
export async function readStatic(client: Client, contracts: ContractSet): Promise<Surface | null> {
  const { source, name } = client;
  if (source.kind !== 'path') return null;
  const isPython =
    client.driver === 'python' || (client.driver !== 'node' && !existsSync(join(source.path, 'package.json')));
  const pattern = isPython ? '**/*.py' : '**/*.{ts,mts,js,mjs,cjs}';
  const names = (await glob(pattern, { cwd: source.path, ignore: LEFT_OUT })).toSorted().slice(0, MOST_FILES);
  const files = await Promise.all(
    names.map(async (file) => ({ name: file, text: await readFile(join(source.path, file), 'utf8') })),
  );
  const { python, typescript } = await loadGrammars();
  const options = { client: name, contracts };
  return isPython ? staticPython(files, python, options) : staticTypeScript(files, typescript, options);
}
