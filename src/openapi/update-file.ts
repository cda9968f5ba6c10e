import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'yaml';
import { userError } from '../lib/error.ts';
import { writeJson } from '../lib/json-text.ts';
import { parseYamlDocument } from '../lib/parse-yaml.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { type Piece, pieceHash, piecesOf } from './contract-pieces.ts';
import { removeAt, setAt } from './sync-yaml.ts';
import { toText } from './yaml-text.ts';

interface FileUpdate {
  readonly path: string;
  readonly text: string;
  readonly value: JsonObject;
  /** Hashes of the parts of the document at the last import. */
  readonly base: { readonly [piece: string]: string };
}

/** A part that was changed both by people and in the document must be reviewed. */
export function updateFile({ path, text, value, base }: FileUpdate): {
  text: string;
  changes: readonly ContractChange[];
} {
  const document = parseContract(path, text);
  const before: unknown = document.toJS();
  const present = piecesOf(path, isJsonObject(before) ? before : {});
  const wanted = piecesOf(path, value);
  const changes: ContractChange[] = [];
  const say = (change: Omit<ContractChange, 'file'>) => void changes.push({ file: path, ...change });
  for (const [key, piece] of wanted) {
    if (base[key] === pieceHash(piece.value)) continue;
    applyPiece(document, piece, { known: base[key], present: present.get(key), say });
  }
  for (const [key, hash] of Object.entries(base)) {
    const there = present.get(key);
    if (wanted.has(key) || there === undefined || key === 'request') continue;
    const isOurs = pieceHash(there.value) === hash;
    if (isOurs) removeAt(document, there.path);
    say({
      kind: isOurs ? 'removed' : 'kept',
      what: there.name,
      detail: isOurs
        ? ''
        : 'not removed, although the document no longer has this part, because somebody edited it in the contract file',
    });
  }
  const changed = changes.some(({ kind }) => kind !== 'kept');
  return { text: changed ? toText(document) : text, changes };
}

export function parseContract(path: string, text: string): Document {
  const document = parseYamlDocument(text);
  const mistake = document === undefined ? 'maps and lists are nested too deeply' : document.errors[0]?.message;
  if (document !== undefined && mistake === undefined) return document;
  throw userError('contract-invalid', `${path}: is not valid YAML: ${mistake}`, {
    hint: 'run `parity check` to see where',
  });
}

interface Situation {
  /** Hash at the last import, or undefined at the first import. */
  readonly known: string | undefined;
  readonly present: Piece | undefined;
  readonly say: (change: Omit<ContractChange, 'file'>) => void;
}

function applyPiece(document: Document, piece: Piece, { known, present, say }: Situation): void {
  const { name, value } = piece;
  if (present !== undefined && isDeepStrictEqual(present.value, value)) return;
  const keep = (detail: string) => say({ kind: 'kept', what: present?.name ?? name, detail });
  if (present === undefined) {
    if (known !== undefined) keep('the document changed this part, but somebody removed the part from the file');
    else {
      const path = freePath(document, piece.path);
      setAt(document, path, withPlace(piece, path), { prune: true });
      say({ kind: 'added', what: name, detail: shown(value) });
    }
  } else if (known === undefined)
    keep('the document now has this part, but the file already has a different version of the part');
  else if (hasOwnFields(document, present))
    keep(`the file declares the nested fields one by one. The document now has ${shown(value)}`);
  else {
    const isUntouched = pieceHash(present.value) === known;
    setOwned(document, present, { value, isUntouched });
    const detail = `${shownChange(present.value, value)}${isUntouched ? '' : ' (somebody edited this part of the file: please review)'}`;
    say({ kind: 'changed', what: present.name, detail });
  }
}

function hasOwnFields(document: Document, { path }: Piece): boolean {
  return path[0] === 'fields' && document.getIn([...path, 'fields']) !== undefined;
}

function setOwned(
  document: Document,
  present: Piece,
  { value, isUntouched }: { value: Json; isUntouched: boolean },
): void {
  const isPart = present.path.length === 2 && present.path[0] !== 'properties' && present.path[0] !== 'auth';
  if (!isPart || !isJsonObject(value) || !isJsonObject(present.value)) {
    setAt(document, present.path, value, { prune: isUntouched });
    return;
  }
  for (const [key, member] of Object.entries(value))
    setAt(document, [...present.path, key], member, { prune: isUntouched });
  if (!isUntouched) return;
  for (const key of Object.keys(present.value))
    if (!Object.hasOwn(value, key)) removeAt(document, [...present.path, key]);
}

/** A new field becomes `name_2` if a person already uses the name. */
function freePath(document: Document, path: readonly string[]): readonly string[] {
  let free = path;
  for (let n = 2; path.length === 2 && document.hasIn(free); n++) free = [path[0] ?? '', `${path[1]}_${n}`];
  return free;
}

function withPlace({ place, value, path }: Piece, [, name]: readonly string[]): Json {
  if (place === undefined || !isJsonObject(value)) return value;
  const { in: location, name: wire = path[1] ?? '' } = place;
  return { in: location, ...(wire !== name && { name: wire }), ...value };
}

function shown(value: Json): string {
  return cut(textOf(value));
}

function shownChange(before: Json, after: Json): string {
  const [a, b] = [textOf(before), textOf(after)];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(a.length, b.length) > WIDTH ? Math.max(0, at - 30) : 0;
  const [left, right] = [a, b].map((text) => cut(`${from > 0 ? '…' : ''}${text.slice(from)}`));
  return `${left} → ${right}`;
}

const WIDTH = 90;

function cut(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}

function textOf(value: Json): string {
  const own = isJsonObject(value) && value.schema !== undefined ? schemaAndRest(value) : value;
  return typeof own === 'string' ? own : writeJson(own);
}

function schemaAndRest({ schema, ...rest }: JsonObject): Json {
  return isJsonObject(schema) ? { ...schema, ...rest } : (schema ?? null);
}

/** `kept` means that the import did not overwrite an edit by a person. */
export interface ContractChange {
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  /** The changed part, for example `operation`, `field ship_at` or `response 404`. */
  readonly what: string;
  readonly detail: string;
}
