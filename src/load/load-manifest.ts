import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ClientFacts, Manifest } from '../model/manifest.ts';
import { factsFormat, manifestFormat } from './formats/manifest-format.ts';
import { validate } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

type ReadManifest =
  | { readonly shape: 'ours'; readonly manifest: Manifest }
  /** A manifest in the earlier format. Such a manifest is maintained by hand. */
  | { readonly shape: 'old'; readonly manifest: JsonObject }
  | { readonly shape: 'wrong'; readonly diagnostics: readonly Diagnostic[] };

/** Reads a manifest in the current or an older format, and reports every mistake with its position. */
export function readManifest(file: string, text: string): ReadManifest {
  const source = parseYaml(file, text);
  const json = asObject(source.value);
  if (json !== undefined && isOld(json)) return { shape: 'old', manifest: json };
  const upgraded = json?.format === 2 ? { ...source, value: fromFormat2(json) } : source;
  const { value, diagnostics } = validate(upgraded, manifestFormat);
  if (value === null) return { shape: 'wrong', diagnostics };
  const { $schema: _, ...manifest } = value;
  return { shape: 'ours', manifest };
}

function asObject(value: unknown): JsonObject | undefined {
  const json = value as JsonObject; // safe cast: the parser returns only JSON values
  return isJsonObject(json) ? json : undefined;
}

/** Converts only notes and ports, because all other data is computed again. */
function fromFormat2({ clients, ...top }: JsonObject): JsonObject {
  const parts = Object.entries(isJsonObject(clients) ? clients : {}).map(([name, part]) => [name, partFrom2(part)]);
  return { ...top, format: 3, clients: Object.fromEntries(parts) };
}

function partFrom2(part: Json): Json {
  if (!isJsonObject(part)) return part;
  const { endpoints_covered: covered, endpoints_missing: missing, model_drift: drift } = part;
  return {
    ...part,
    versions: recordsBy(part.versions, ['source'], ({ version }) => version ?? ''),
    endpoints_covered: recordsBy(covered, ['operation'], ({ request, methods, fields_missing, note }) => ({
      ...{ request: request ?? '', methods: methods ?? [], lacks: fields_missing ?? [] },
      ...(note !== undefined && { note }),
    })),
    endpoints_missing: recordsBy(missing, ['operation'], ({ operation: _, ...entry }) => entry),
    left_out: {},
    ports_in_flight: recordsOf(part.ports_in_flight).map((port) => ({ since: null, ...port })),
    ports_shipped: recordsOf(part.ports_shipped).map((port) => ({ since: null, title: null, merged: null, ...port })),
    model_drift: recordsBy(drift, ['operation', 'kind'], ({ note }) => ({
      fields: [],
      ...(note !== undefined && { note }),
    })),
    proof: { snapshot: null },
  };
}

function recordsOf(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter((each) => isJsonObject(each)) : [];
}

function recordsBy(
  list: Json | undefined,
  members: readonly string[],
  write: (record: JsonObject) => Json,
): JsonObject {
  const keyOf = (record: JsonObject) => members.map((member) => String(record[member])).join(' ');
  return Object.fromEntries(recordsOf(list).map((record) => [keyOf(record), write(record)]));
}

/** Only the hand-written format has lists of endpoints at the top level. */
function isOld(json: JsonObject): boolean {
  const lists = ['endpoints_covered', 'commands_covered', 'endpoints_missing', 'manifest_version'];
  return !('format' in json) && !('clients' in json) && lists.some((member) => member in json);
}

/** Reads the facts from a snapshot, or returns null for a snapshot from an older version. */
export function readSnapshot(file: string, text: string): ClientFacts | null {
  return validate(parseYaml(file, text), factsFormat).value;
}
