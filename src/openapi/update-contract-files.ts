import { compareText } from '../lib/compare-text.ts';
import { writeJson } from '../lib/json-text.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { ApiDocument, ApiOperation } from './api-document.ts';
import { contractIds } from './contract-ids.ts';
import { pieceHash, piecesOf } from './contract-pieces.ts';
import { LOCK_FILE, readLocks, writeLock } from './import-lock.ts';
import { type DocumentLock, documentLock, routeKey, separateDocument } from './separate-document.ts';
import { setAt } from './sync-yaml.ts';
import { acknowledgements, fileValues, type NewContractFile, renderFile } from './to-contract-files.ts';
import { type ContractChange, parseContract, updateFile } from './update-file.ts';
import { toText } from './yaml-text.ts';

interface UpdateOptions {
  /** Writes `lifecycle: removed` for operations that are no longer in the document. */
  readonly remove?: boolean;
}

interface ContractUpdate {
  /** New and changed files, sorted by path. */
  readonly files: readonly NewContractFile[];
  readonly changelog: readonly ContractChange[];
}

/** The argument `existing` contains the text of each file in the contracts folder, including lock files. */
export function updateContractFiles(
  existing: ReadonlyMap<string, string>,
  imported: ApiDocument,
  options: UpdateOptions = {},
): ContractUpdate {
  const contracts = readContracts(existing);
  const requests = new Map([...contracts].map(([path, { request }]) => [path, String(request)]));
  const own = documentLock(imported, readLocks(existing), requests);
  const document = separateDocument(imported, own);
  const state: State = { existing, own, texts: new Map(existing), changelog: [] };
  if (!existing.has(own.file) && own.file !== LOCK_FILE) noteSecond(state);
  const { ids, gone } = matchOperations(document, contracts, state);
  const values = fileValues(document, ids);
  for (const { path, value } of values) mergeFile(state, path, value);
  for (const path of gone) loseOperation(state, path, options);
  acknowledge(state);
  const hashes = values.map(({ path, value }) => [path, hashesOf(path, value)] as const);
  // Removed operations stay in the lock, because contracts outside the lock count as handwritten.
  const left = gone.map((path) => [path, own.lock[path] ?? {}] as const);
  state.texts.set(own.file, writeLock(Object.fromEntries([...hashes, ...left])));
  const files = [...state.texts].filter(([path, text]) => existing.get(path) !== text);
  return {
    files: files.map(([path, text]) => ({ path, text })).sort(byPath),
    changelog: state.changelog.toSorted((a, b) => compareText(a.file, b.file)),
  };
}

interface State {
  readonly existing: ReadonlyMap<string, string>;
  readonly own: DocumentLock;
  readonly texts: Map<string, string>;
  readonly changelog: ContractChange[];
}

function noteSecond({ own: { file }, changelog }: State): void {
  const detail = 'earlier imports used another document; the contracts of that document are not changed';
  changelog.push({ file, kind: 'added', what: 'file', detail });
}

function isOperationFile(path: string): boolean {
  return /^[a-z][a-z0-9_-]*\/[a-z][a-z0-9_-]*\.yaml$/.test(path) && !path.startsWith('schemas/');
}

function readContracts(existing: ReadonlyMap<string, string>): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const [path, text] of existing) {
    if (!isOperationFile(path)) continue;
    const value: unknown = parseContract(path, text).toJS();
    if (isJsonObject(value)) found.set(path, value);
  }
  return found;
}

function matchOperations(document: ApiDocument, contracts: ReadonlyMap<string, JsonObject>, state: State) {
  const { lock, foreign } = state.own;
  const byRequest = new Map([...contracts].map(([path, { request }]) => [routeKey(String(request)), path]));
  const idOf = (path: string) => path.replace(/\.yaml$/, '').replace('/', '.');
  const known = new Map<ApiOperation, string>();
  for (const operation of document.operations) {
    const path = byRequest.get(routeKey(`${operation.method} ${operation.path}`));
    if (path !== undefined) known.set(operation, path);
  }
  const fresh = document.operations.filter((operation) => !known.has(operation));
  const made = contractIds(fresh, [...contracts.keys()].map(idOf));
  const ids = new Map<ApiOperation, string>();
  for (const operation of document.operations) {
    const path = known.get(operation);
    if (path !== undefined && foreign.has(path)) noteClash(state, path, operation);
    else ids.set(operation, path === undefined ? (made.get(operation) ?? '') : idOf(path));
  }
  const kept = new Set(known.values());
  const gone = Object.keys(lock).filter((path) => isOperationFile(path) && contracts.has(path) && !kept.has(path));
  return { ids, gone };
}

function noteClash({ changelog }: State, file: string, { method, path }: ApiOperation): void {
  const detail = `another document has ${method} ${path} too; the contract of this operation is not changed`;
  changelog.push({ file, kind: 'kept', what: 'operation', detail });
}

function mergeFile(state: State, path: string, value: JsonObject): void {
  const text = state.existing.get(path);
  const base = baseOf(path, state.own);
  if (text === undefined) {
    state.texts.set(path, renderFile({ path, value }).text);
    const what = path === 'api.yaml' ? 'api' : path.startsWith('schemas/') ? 'schema' : 'operation';
    state.changelog.push({ file: path, kind: 'added', what, detail: String(value.request ?? '') });
  } else if (base !== undefined || path === 'api.yaml') {
    const updated = updateFile({ path, text, value, base: base ?? {} });
    state.texts.set(path, updated.text);
    state.changelog.push(...updated.changes);
  } else
    state.changelog.push({
      file: path,
      kind: 'kept',
      what: 'file',
      detail: 'no import wrote this file. To compare the file with the document, run parity diff',
    });
}

/** Leaves out parts that another document also has, because the import must not remove those parts. */
function baseOf(path: string, { lock, foreignApi }: DocumentLock) {
  const base = lock[path];
  if (base === undefined || path !== 'api.yaml') return base;
  return Object.fromEntries(Object.entries(base).filter(([key]) => !Object.hasOwn(foreignApi, key)));
}

function loseOperation(state: State, path: string, { remove }: UpdateOptions): void {
  const document = parseContract(path, state.texts.get(path) ?? '');
  const isMarked = document.get('lifecycle') === 'removed';
  if (isMarked) return;
  const detail = remove
    ? 'marked lifecycle: removed'
    : 'is no longer in the document; the file is kept. To mark the operation as removed, pass --remove';
  state.changelog.push({ file: path, kind: 'removed', what: 'operation', detail });
  if (!remove) return;
  setAt(document, ['lifecycle'], 'removed', { prune: true });
  state.texts.set(path, toText(document));
}

/** Adds field names with several locations to api.yaml, because api.yaml must accept such names. */
function acknowledge(state: State): void {
  const operations = [...state.texts.keys()].filter(isOperationFile).map((path) => {
    const value: unknown = parseContract(path, state.texts.get(path) ?? '').toJS();
    return { id: path.replace(/\.yaml$/, '').replace('/', '.'), value: isJsonObject(value) ? value : {} };
  });
  const text = state.texts.get('api.yaml') ?? '';
  const document = parseContract('api.yaml', text);
  const api: unknown = document.toJS();
  const before = isJsonObject(api) && Array.isArray(api.acknowledged) ? api.acknowledged.filter(isJsonObject) : [];
  const wanted = acknowledgements(operations).map((entry) => {
    const known = before.find(({ field }) => field === entry.field);
    return known === undefined ? entry : { ...entry, note: known.note ?? entry.note ?? '' };
  });
  if (writeJson(sortPlaces(before)) === writeJson(sortPlaces(wanted))) return;
  setAt(document, ['acknowledged'], wanted, { prune: true });
  state.texts.set('api.yaml', toText(document));
}

function sortPlaces(entries: readonly JsonObject[]): readonly string[] {
  return entries
    .map(({ field, places }) =>
      writeJson([
        field,
        Object.entries(isJsonObject(places) ? places : {})
          .map(([key, ids]) => [key, Array.isArray(ids) ? ids.toSorted() : ids])
          .sort(),
      ]),
    )
    .sort();
}

function hashesOf(path: string, value: JsonObject): { readonly [piece: string]: string } {
  return Object.fromEntries([...piecesOf(path, value)].map(([key, piece]) => [key, pieceHash(piece.value)]));
}

function byPath(a: NewContractFile, b: NewContractFile): number {
  return compareText(a.path, b.path);
}
