import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createPythonParser, type PythonParser } from '../audit/code/python-parser.ts';
import type { TypeScript } from '../audit/code/typescript-expressions.ts';
import { environmentError } from '../lib/tagged-error.ts';

/** Loaded when something is parsed for the first time: the two take a third of a second. */
export interface Grammars {
  readonly python: PythonParser;
  readonly typescript: TypeScript;
}

export async function loadGrammars(): Promise<Grammars> {
  const [python, typescript] = await Promise.all([loadPythonParser(), loadTypeScript()]);
  return { python, typescript };
}

async function loadPythonParser(): Promise<PythonParser> {
  const [runtime, python] = await Promise.all([
    readGrammar('web-tree-sitter', 'web-tree-sitter.wasm'),
    readGrammar('tree-sitter-python', 'tree-sitter-python.wasm'),
  ]);
  return createPythonParser({ runtime, python });
}

async function loadTypeScript(): Promise<TypeScript> {
  return (await import('typescript')).default;
}

/** Beside the built program; in a checkout that is not built, in the package. */
async function readGrammar(packageName: string, file: string): Promise<Uint8Array> {
  const beside = fileURLToPath(new URL(file, import.meta.url));
  try {
    return await readFile(beside);
  } catch {
    return readFromPackage(packageName, file);
  }
}

async function readFromPackage(packageName: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(createRequire(import.meta.url).resolve(`${packageName}/${file}`));
  } catch {
    const hint = 'Install wireparity again; in a checkout, run `npm install`.';
    throw environmentError('GRAMMAR_MISSING', `${file} is missing: Python cannot be read without it`, hint);
  }
}
