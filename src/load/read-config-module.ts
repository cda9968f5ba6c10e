import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { features } from 'node:process';
import { pathToFileURL } from 'node:url';
import type ts from 'typescript';
import { errorMessage } from '../lib/error-text.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Settings that are written as a program, as `parity.config.ts`. Other names are YAML. */
export const MODULE_NAME = /\.[cm]?[jt]s$/;

/** The default export of a program. What it throws is a mistake of the file, as everything in it that is not of the format. */
export async function readConfigModule(root: string, file: string): Promise<YamlSource> {
  const path = join(root, file);
  const text = await readFile(path, 'utf8');
  const locate = (keys: Path): Position => findKeys(file, text, keys);
  try {
    const value = await importDefault(path, text);
    const isMissing = value === undefined;
    return { file, value, locate, diagnostics: isMissing ? [mistake(file, 'must have a default export')] : [] };
  } catch (error) {
    return { file, value: undefined, locate, diagnostics: [mistake(file, `cannot be run: ${errorMessage(error)}`)] };
  }
}

function mistake(file: string, message: string): Diagnostic {
  return { severity: 'error', code: 'config-failed', at: { file, line: 1, column: 1 }, path: '', message };
}

async function importDefault(path: string, text: string): Promise<unknown> {
  if (!/ts$/.test(path) || 'typescript' in features) return importFresh(path);
  const script = `${path}.${randomBytes(4).toString('hex')}.mjs`;
  await writeFile(script, transpile(path, text), { flag: 'wx' });
  try {
    return await importFresh(script);
  } finally {
    await rm(script, { force: true });
  }
}

/** A program that changed is read again: watch mode reads its settings more than once. */
async function importFresh(path: string): Promise<unknown> {
  const { mtimeMs } = await stat(path);
  const module: { readonly default?: unknown } = await import(`${pathToFileURL(path).href}?${mtimeMs}`);
  return module.default;
}

/** Node before 22.18 does not read TypeScript. */
function transpile(path: string, text: string): string {
  for (const from of [path, import.meta.url]) {
    try {
      const compiler: typeof ts = createRequire(from)('typescript');
      return compiler.transpile(text, { module: compiler.ModuleKind.ESNext, target: compiler.ScriptTarget.ES2022 });
    } catch {
      // the next place may have it
    }
  }
  throw new Error(
    'this version of node does not read TypeScript: use node 22.18 or later, name the file parity.config.mjs, or npm install --save-dev typescript@6',
  );
}

/** Where a value stands: each key is looked for behind the one before. Computed keys are not found; their object is. */
function findKeys(file: string, text: string, keys: Path): Position {
  let offset = 0;
  for (const key of keys) {
    const name = String(key).replaceAll(/[^\w]/g, '\\$&');
    const found = new RegExp(`(?<![\\w.])['"]?${name}['"]?\\s*:`).exec(text.slice(offset));
    if (found === null) break;
    offset += found.index;
  }
  const before = text.slice(0, offset).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
