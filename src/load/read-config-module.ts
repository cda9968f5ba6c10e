import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env, execPath, features } from 'node:process';
import { pathToFileURL } from 'node:url';
import type ts from 'typescript';
import { clientEnvironment } from '../lib/client-environment.ts';
import { errorMessage } from '../lib/error-text.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** A settings file with such an ending is a program, for example `parity.config.ts`. */
export const MODULE_NAME = /\.[cm]?[jt]s$/;

/** Runs a settings file. If the file throws an error, the result contains a diagnostic. */
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
  if (!/ts$/.test(path) || 'typescript' in features) return runModule(path);
  const script = `${path}.${randomBytes(4).toString('hex')}.mjs`;
  await writeFile(script, transpile(path, text), { flag: 'wx' });
  try {
    return await runModule(script);
  } finally {
    await rm(script, { force: true });
  }
}

const LONGEST_MS = 60_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** The program writes a mark before the value, because a settings file may also write to stdout. */
const PRINT_DEFAULT = `import { argv, exit, stdout } from 'node:process';
const { default: value } = await import(argv[1]);
stdout.write(argv[2] + JSON.stringify({ value }), () => exit(0));`;

/** Runs the settings file in a separate process without credentials, because a pull request can change the file. */
async function runModule(path: string): Promise<unknown> {
  const mark = randomBytes(16).toString('hex');
  const args = ['--input-type=module', '--no-warnings', '-e', PRINT_DEFAULT, pathToFileURL(path).href, mark];
  const options = { cwd: dirname(path), env: clientEnvironment(env), timeout: LONGEST_MS, maxBuffer: MOST_BYTES };
  const text = await new Promise<string>((resolve, reject) => {
    execFile(execPath, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.killed) reject(new Error(`running the file took longer than ${LONGEST_MS / 1000} seconds`));
      else reject(new Error(thrownIn(stderr) ?? `the program ended with exit code ${error.code}`));
    });
  });
  return JSON.parse(text.slice(text.lastIndexOf(mark) + mark.length)).value;
}

/** Returns the message in a stack trace, such as `no` for `Error: no`. */
function thrownIn(stderr: string): string | undefined {
  const line = /^(?:Uncaught )?(\w*Error)(?: \[\w+\])?: (.*)$/m.exec(stderr);
  return line === null ? undefined : line[1] === 'Error' ? line[2] : `${line[1]}: ${line[2]}`;
}

/** Converts TypeScript to JavaScript, because Node before 22.18 cannot run TypeScript. */
function transpile(path: string, text: string): string {
  for (const from of [path, import.meta.url]) {
    try {
      const compiler: typeof ts = createRequire(from)('typescript');
      return compiler.transpile(text, { module: compiler.ModuleKind.ESNext, target: compiler.ScriptTarget.ES2022 });
    } catch {
      // tries the next folder, which may contain TypeScript
    }
  }
  throw new Error(
    'this version of node does not read TypeScript: use node 22.18 or later, name the file parity.config.mjs, or run npm install --save-dev typescript@6',
  );
}

/** Returns the position of the innermost key that is found. */
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
