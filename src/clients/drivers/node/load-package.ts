import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isJsonObject } from '../../../model/json.ts';
import { driverError } from '../serve-lines.ts';

export interface LoadedPackage {
  /** Name of the package, such as `@acme/orders`, or name of the folder if the package has no name. */
  readonly name: string;
  readonly folder: string;
  readonly version: string | null;
  readonly exports: { readonly [name: string]: unknown };
  /** Absolute path of the type declarations or of the TypeScript source, or null if the package has neither. */
  readonly declarations: string | null;
}

interface Located {
  readonly folder: string;
  readonly manifest: PackageManifest;
  readonly file: string;
  readonly types: string | null;
}

/**
 * `specifier` names a package or a file such as `./dist/x.js`; null means the package in `source`.
 * @throws import-failed, with what is missing
 */
export async function loadPackage(source: string | null, specifier: string | null): Promise<LoadedPackage> {
  const { folder, manifest, file, types } = locate(source, specifier);
  const entry = findFile(file);
  if (entry === null) throw missingFile(file, folder, manifest);
  try {
    const loaded: object = await import(pathToFileURL(entry).href);
    return {
      name: nameOf(manifest) ?? folder.split(/[\\/]/).at(-1) ?? 'package',
      folder,
      version: typeof manifest.version === 'string' ? manifest.version : null,
      exports: exportsOf(loaded),
      declarations: findDeclarations(folder, entry, types),
    };
  } catch (error) {
    throw importFailed(error, entry, { folder, manifest });
  }
}

function locate(source: string | null, specifier: string | null): Located {
  if (source === null && (specifier === null || specifier.startsWith('.'))) {
    throw driverError('import-failed', 'construct.call names no package', 'without a source, write PACKAGE#EXPORT');
  }
  const base = source ?? process.cwd();
  if (specifier !== null && /^\.{0,2}\//.test(specifier)) {
    return { folder: base, manifest: readManifest(base), file: resolve(base, specifier), types: null };
  }
  const own = readManifest(base);
  const [name, subpath] = specifier === null ? [null, '.'] : splitSpecifier(specifier);
  const isOwn = source !== null && (name === null || name === own.name);
  const folder = isOwn ? base : findInstalled(base, name ?? '');
  const manifest = isOwn ? own : readManifest(folder);
  const file = runtimeEntry(manifest, subpath);
  if (file === null) throw driverError('import-failed', `package.json of ${name ?? folder} exports no ${subpath}`);
  const types = typesEntry(manifest, subpath);
  return { folder, manifest, file: join(folder, file), types: types === null ? null : join(folder, types) };
}

function splitSpecifier(specifier: string): readonly [string, string] {
  const parts = specifier.split('/');
  const name = parts.splice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  return [name, ['.', ...parts].join('/')];
}

function findInstalled(from: string, name: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(folder) === folder) break;
  }
  throw driverError('import-failed', `package ${name} is not installed in or above ${from}`, `npm install ${name}`);
}

function readManifest(folder: string): PackageManifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw driverError('import-failed', `${join(folder, 'package.json')}: ${error.message}`);
    return {};
  }
}

/** Resolves a path as `require` does: adds a file extension, or finds the index file of a folder. */
function findFile(file: string): string | null {
  const candidates = [
    file,
    `${file}.js`,
    `${file}.cjs`,
    `${file}.mjs`,
    join(file, 'index.js'),
    join(file, 'index.cjs'),
  ];
  return candidates.find(isFile) ?? null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function findDeclarations(folder: string, entry: string, types: string | null): string | null {
  const beside = entry.replace(/\.([cm]?)[jt]sx?$/, '.d.$1ts');
  const inSource = join(
    folder,
    relative(folder, entry).replace(/^(dist|lib|build|out)[\\/](esm[\\/]|cjs[\\/])?/, 'src/'),
  );
  const candidates = [types, beside, beside.replace(/\.d\.[cm]ts$/, '.d.ts'), inSource.replace(/\.[cm]?js$/, '.ts')];
  return candidates.find((path) => path !== null && /\.[cm]?tsx?$/.test(path) && isFile(path)) ?? null;
}

/** Returns the exports of a module. For a CommonJS module, the members of `module.exports` are included. */
function exportsOf(loaded: object): { readonly [name: string]: unknown } {
  const named: Record<string, unknown> = Object.fromEntries(Object.entries(loaded));
  const inner: unknown = named.default;
  if (inner === null || (typeof inner !== 'object' && typeof inner !== 'function')) return named;
  const isWrapped = typeof inner === 'object' && '__esModule' in inner && 'default' in inner;
  const fallback = isWrapped ? { default: inner.default } : {};
  const more = typeof inner === 'object' ? Object.fromEntries(Object.entries(inner)) : {};
  return { ...more, ...named, ...fallback };
}

function missingFile(file: string, folder: string, manifest: PackageManifest): Error {
  return driverError('import-failed', `${file} does not exist`, howToBuild(folder, manifest));
}

function importFailed(error: unknown, entry: string, at: Pick<Located, 'folder' | 'manifest'>): Error {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined) {
    const hint = /^[./]/.test(missing) ? howToBuild(at.folder, at.manifest) : `npm install in ${at.folder}`;
    return driverError('import-failed', `module ${missing} is missing, and ${entry} needs it`, hint);
  }
  const hint = code === 'ERR_UNKNOWN_FILE_EXTENSION' ? howToBuild(at.folder, at.manifest) : stack;
  return driverError('import-failed', `${entry} cannot be loaded: ${message}`, hint);
}

function howToBuild(folder: string, manifest: PackageManifest): string {
  const { scripts } = manifest;
  const hasBuild = typeof scripts === 'object' && scripts !== null && 'build' in scripts;
  return `${hasBuild ? 'npm install && npm run build' : 'npm install, or build it,'} in ${folder}`;
}

function nameOf(manifest: PackageManifest): string | null {
  return typeof manifest.name === 'string' ? manifest.name : null;
}

/** These members of a package.json decide which file is loaded. */
export interface PackageManifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly exports?: unknown;
  readonly scripts?: unknown;
}

const RUNTIME: readonly (readonly string[])[] = [
  ['node', 'import', 'module-sync', 'default'],
  ['node', 'require', 'default'],
];
const TYPES: readonly string[] = ['types', 'node', 'import', 'require', 'default'];

/** Returns the loaded file, relative to the package's folder, or null if the package does not export this path. */
export function runtimeEntry(manifest: PackageManifest, subpath: string): string | null {
  if (manifest.exports !== undefined) {
    for (const conditions of RUNTIME) {
      const found = exported(manifest.exports, subpath, conditions);
      if (found !== null) return found;
    }
    return null;
  }
  if (subpath !== '.') return subpath;
  return text(manifest.main) ?? text(manifest.module) ?? './index.js';
}

export function typesEntry(manifest: PackageManifest, subpath: string): string | null {
  const found = manifest.exports === undefined ? null : exported(manifest.exports, subpath, TYPES);
  if (found !== null && /\.[cm]?tsx?$/.test(found)) return found;
  return subpath === '.' ? (text(manifest.types) ?? text(manifest.typings)) : null;
}

function exported(exports: unknown, subpath: string, conditions: readonly string[]): string | null {
  const isMap = isJsonObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  if (!isMap) return subpath === '.' ? target(exports, conditions) : null;
  if (Object.hasOwn(exports, subpath)) return target(exports[subpath], conditions);
  for (const [pattern, value] of Object.entries(exports)) {
    const [before, after, ...more] = pattern.split('*');
    if (before === undefined || after === undefined || more.length > 0) continue;
    if (!subpath.startsWith(before) || !subpath.endsWith(after) || subpath.length < pattern.length) continue;
    const middle = subpath.slice(before.length, subpath.length - after.length);
    return target(value, conditions)?.replaceAll('*', () => middle) ?? null;
  }
  return null;
}

function target(value: unknown, conditions: readonly string[]): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return firstOf(value, conditions);
  if (!isJsonObject(value)) return null;
  return firstOf(
    Object.keys(value)
      .filter((key) => conditions.includes(key))
      .map((key) => value[key]),
    conditions,
  );
}

function firstOf(values: readonly unknown[], conditions: readonly string[]): string | null {
  for (const value of values) {
    const found = target(value, conditions);
    if (found !== null) return found;
  }
  return null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
