import { mapValues } from '../lib/map-values.ts';
import type { JsonObject } from '../model/json.ts';
import { type ApiDocument, type ApiOperation, SCHEMA_FOLDER } from './api-document.ts';
import { pieceHash, piecesOf } from './contract-pieces.ts';
import { type ImportLock, LOCK_FILE } from './import-lock.ts';
import { kebabCase, snakeCase, takeName } from './names.ts';
import { authValue } from './to-contract-files.ts';

export interface DocumentLock {
  readonly file: string;
  readonly lock: ImportLock;
  /** Contract and schema files of other documents. The file api.yaml is never included. */
  readonly foreign: ReadonlySet<string>;
  /** Parts of api.yaml that belong to other documents, with their hashes. */
  readonly foreignApi: { readonly [piece: string]: string };
}

/** A lock file matches if it shares half of its own routes, or half of the document's routes. */
export function documentLock(
  document: ApiDocument,
  locks: ReadonlyMap<string, ImportLock>,
  requests: ReadonlyMap<string, string>,
): DocumentLock {
  const scored = [...locks].map(([file, lock]) => ({ file, score: likeness(document, lock, requests) }));
  const [best] = scored.filter(({ score }) => score >= 0.5).sort((a, b) => b.score - a.score);
  const file = best?.file ?? newName(document, locks);
  const others = [...locks].flatMap(([name, lock]) => (name === file ? [] : [lock]));
  return {
    file,
    lock: locks.get(file) ?? {},
    foreign: new Set(others.flatMap((lock) => Object.keys(lock).filter((path) => path !== 'api.yaml'))),
    foreignApi: Object.assign({}, ...others.map((lock) => lock['api.yaml'] ?? {})),
  };
}

function newName({ title }: ApiDocument, locks: ReadonlyMap<string, ImportLock>): string {
  if (locks.size === 0) return LOCK_FILE;
  const taken = new Set([...locks.keys()].map((name) => name.slice('openapi.'.length, -'.lock.json'.length)));
  return `openapi.${takeName(taken, [kebabCase(title)])}.lock.json`;
}

/** Returns 0.5 for a lock whose contracts were all deleted. Such a lock still matches. */
function likeness(document: ApiDocument, lock: ImportLock, requests: ReadonlyMap<string, string>): number {
  const known = Object.keys(lock).flatMap((path) => requests.get(path) ?? []);
  if (known.length === 0) return 0.5;
  const routes = new Set(known.flatMap(routeEndings));
  const common = document.operations.filter(({ method, key }) => routes.has(routeKey(`${method} ${key}`))).length;
  return common / Math.min(known.length, document.operations.length);
}

/** Removes the first parts of a request's path, because the base path may change between two versions of a document. */
function routeEndings(request: string): readonly string[] {
  const [method = '', path = ''] = routeKey(request).split(' ');
  const starts = [...path.matchAll(/\//g)].map(({ index }) => index);
  return starts.map((start) => `${method} ${path.slice(start)}`);
}

export function routeKey(request: string): string {
  return request.replaceAll(/\{[^}]*\}/g, '{}');
}

/** Renames shared schemas and credentials whose names have another meaning in another document. */
export function separateDocument(document: ApiDocument, { foreign, foreignApi }: DocumentLock): ApiDocument {
  const ids = renamedSchemas(document, foreign);
  const auth = renamedAuth(document, foreignApi);
  if (ids.size === 0 && auth.size === 0) return document;
  const rename = renamer(ids);
  const nameOf = (name: string) => auth.get(name) ?? name;
  return {
    ...document,
    operations: document.operations.map((operation) => ({
      ...(rename(operation) as ApiOperation), // safe cast: `rename` changes only texts
      auth: operation.auth.map(nameOf),
    })),
    schemas: new Map([...document.schemas].map(([id, schema]) => [ids.get(id) ?? id, rename(schema) as JsonObject])), // safe cast: `rename` changes only texts
    auth: Object.fromEntries(Object.entries(document.auth).map(([name, scheme]) => [nameOf(name), scheme])),
  };
}

function renamedSchemas({ title, schemas }: ApiDocument, foreign: ReadonlySet<string>): ReadonlyMap<string, string> {
  const pathOf = (id: string) => `schemas/${id.slice(SCHEMA_FOLDER.length)}`;
  const taken = new Set([...foreign, ...[...schemas.keys()].map(pathOf)].map((path) => path.slice(8, -'.yaml'.length)));
  return new Map(
    [...schemas.keys()]
      .filter((id) => foreign.has(pathOf(id)))
      .map((id) => {
        const name = id.slice(SCHEMA_FOLDER.length, -'.yaml'.length);
        return [id, `${SCHEMA_FOLDER}${takeName(taken, [`${kebabCase(title)}-${name}`])}.yaml`];
      }),
  );
}

function renamedAuth({ title, auth }: ApiDocument, foreign: DocumentLock['foreignApi']): ReadonlyMap<string, string> {
  const value = { auth: mapValues(auth, authValue) };
  const clashing = [...piecesOf('api.yaml', value)].filter(
    ([key, piece]) => foreign[key] !== undefined && foreign[key] !== pieceHash(piece.value),
  );
  return new Map(clashing.map(([, { path }]) => [path[1] ?? '', `${snakeCase(title) || 'other'}_${path[1]}`] as const));
}

/** An object that occurs several times is copied once. */
function renamer(ids: ReadonlyMap<string, string>): (value: unknown) => unknown {
  const copies = new Map<object, unknown>();
  const text = (value: string) => {
    const [id = '', ...rest] = value.split('#');
    return ids.has(id) ? [ids.get(id), ...rest].join('#') : value;
  };
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const made = Array.isArray(value) ? value.map(copy) : mapValues({ ...value }, copy);
    copies.set(value, made);
    return made;
  };
  return copy;
}
