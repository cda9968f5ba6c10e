import { isJsonObject } from '../../../model/json.ts';

/** Of a package.json, what decides which file is loaded. */
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

/** The file that a specifier loads, relative to the package's folder; null when the package exports no such path. */
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

/** The file that declares its types, as far as package.json says; null when it does not. */
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
