import { byKey } from '../../lib/compare-text.ts';
import { writeJson } from '../../lib/json-text.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { ClientManifest, Manifest, ManifestNote } from '../../model/manifest.ts';

export const MANIFEST_FILE = 'parity-manifest.json';
const MANIFEST_SCHEMA = 'https://unpkg.com/wireparity/schema/manifest.json';

/** Writes one line per entry, with the members in a fixed order. */
export function formatManifest({ format, audited, contracts, clients }: Manifest): string {
  const sorted = Object.entries(clients).sort(byKey);
  const plain = {
    ...{ $schema: MANIFEST_SCHEMA, format, audited },
    contracts: { hash: contracts.hash, profile: contracts.profile },
    clients: Object.fromEntries(sorted.map(([name, part]) => [name, inOrder(part)])),
  };
  // converting to JSON and back removes everything that JSON cannot contain, such as undefined members
  const json: Json = JSON.parse(writeJson(plain));
  return `${layOut(json, [])}\n`;
}

/** The values at these paths are written with one member per line. */
const OPEN = [[], ['clients'], ['clients', '*']] as const;
const ON_ONE_LINE: ReadonlySet<string> = new Set(['source', 'versions', 'proof', 'contracts']);

function layOut(value: Json, path: readonly string[]): string {
  const isSection = path.length === 3 && path[0] === 'clients' && !ON_ONE_LINE.has(path[2] ?? '');
  const isOpen = isSection || OPEN.some((open) => open.length === path.length && (open[0] ?? path[0]) === path[0]);
  if (!isOpen || typeof value !== 'object' || value === null) return onOneLine(value);
  const indent = '  '.repeat(path.length + 1);
  const lines = Array.isArray(value)
    ? value.map((item: Json) => indent + onOneLine(item))
    : Object.entries(value).map(([key, member]) => `${indent}${writeJson(key)}: ${layOut(member, [...path, key])}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent.slice(2)}${close}`;
}

function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => onOneLine(item)).join(', ')}]`;
  if (!isJsonObject(value)) return writeJson(value);
  const members = Object.entries(value).map(([key, member]) => `${writeJson(key)}: ${onOneLine(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function inOrder(part: ClientManifest) {
  const { source, profile, versions, proof } = part;
  return {
    source: { commit: source.commit, dirty: source.dirty },
    ...{ profile, versions: inKeyOrder(versions, (version) => version) },
    endpoints_covered: inKeyOrder(part.endpoints_covered, ({ request, methods, lacks, note }) => ({
      ...{ request, methods, lacks, note: noted(note) },
    })),
    endpoints_missing: inKeyOrder(part.endpoints_missing, ({ request, since, note }) => ({
      ...{ request, since, note: noted(note) },
    })),
    left_out: inKeyOrder(part.left_out, (reason) => reason),
    ports_in_flight: part.ports_in_flight.map(
      ({ operation, field, since, references, titles, overlap, days, note }) => ({
        ...{ operation, field, since, references, titles, overlap, days, note: noted(note) },
      }),
    ),
    ports_shipped: part.ports_shipped.map(({ operation, field, since, reference, title, merged, note }) => ({
      ...{ operation, field, since, reference, title, merged, note: noted(note) },
    })),
    model_drift: inKeyOrder(part.model_drift, ({ fields, note }) => ({ fields, note: noted(note) })),
    orphaned_notes: part.orphaned_notes.map(({ entry, note }) => ({ entry, note: noted(note) })),
    proof: { snapshot: proof.snapshot },
  };
}

function inKeyOrder<T, U>(map: { readonly [key: string]: T }, write: (value: T) => U): { readonly [key: string]: U } {
  const sorted = Object.entries(map).sort(byKey);
  return Object.fromEntries(sorted.map(([key, value]) => [key, write(value)]));
}

function noted(note: ManifestNote | undefined) {
  if (note === undefined) return undefined;
  const { blocker, decision, reference, text } = note;
  return { blocker, decision, reference, text };
}
