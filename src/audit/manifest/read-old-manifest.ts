import { formatPointer } from '../../lib/json-pointer.ts';
import { previewText } from '../../lib/preview-value.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { OldClaim, OldClaimKind, OldManifest, OldRequest } from './old-manifest.ts';
import {
  callsIn,
  commandName,
  fieldsIn,
  flagsIn,
  identifiersIn,
  PENDING,
  quotedCommand,
  requestsIn,
  saysPending,
} from './old-words.ts';

/** Reads a hand-written manifest, but ignores free text that makes no claim. */
export function readOldManifest(manifest: JsonObject): OldManifest {
  const claims = Object.entries(manifest).flatMap(([section, value]) => readSection(section, value));
  const listed = claims.flatMap((claim): readonly OldRequest[] =>
    claim.kind === 'covered' ? claim.requests : claim.kind === 'missing' ? [claim.request] : [],
  );
  return { claims, listed };
}

function readSection(section: string, value: Json): readonly OldClaim[] {
  if (section === 'endpoints_covered') return entriesOf(section, value).flatMap(coveredEndpoint);
  if (section === 'commands_covered') return entriesOf(section, value).flatMap(coveredCommand);
  if (section === 'endpoints_missing') return entriesOf(section, value).flatMap(missingEndpoint);
  if (section === 'model_drift') return entriesOf(section, value).flatMap(modelDrift);
  if (section === 'command_drift') return entriesOf(section, value).flatMap(commandDrift);
  if (section === 'ported_pr_history') return entriesOf(section, value).flatMap(history);
  if (section.startsWith('ports_shipped')) return entriesOf(section, value).flatMap(shippedPort);
  if (section.startsWith('ports_in_flight')) return entriesOf(section, value).flatMap(portInFlight);
  if (section.endsWith('version_at_audit')) return version(section, value);
  return [];
}

interface Entry {
  readonly key: string;
  readonly value: Json;
  readonly path: readonly (string | number)[];
}

function entriesOf(section: string, value: Json): readonly Entry[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => ({ key: '', value: item, path: [section, index] }));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, member]) => ({ key, value: member, path: [section, key] }));
}

function claim(kind: OldClaimKind, { path, value }: Pick<Entry, 'path' | 'value'>, words: string): OldClaim {
  return { ...kind, pointer: formatPointer(path), words: previewText(words, 200), value };
}

function coveredEndpoint(entry: Entry): readonly OldClaim[] {
  const words = textOf(entry.value);
  const [call] = callsIn(words);
  const requests = requestsIn(entry.key);
  if (requests.length === 0) return [unreadable(entry)];
  const covered = { kind: 'covered', caller: call?.caller ?? null, requests } as const;
  return [claim(covered, entry, `${entry.key}: ${words}`), ...pendingIn(call?.caller ?? null, entry)];
}

function coveredCommand(entry: Entry): readonly OldClaim[] {
  const words = textOf(entry.value);
  const caller = commandName(entry.key);
  const covered = { kind: 'covered', caller, requests: requestsIn(words) } as const;
  const flags = flagsOf(words.replace(/^[^(]*/, '').replaceAll(/[()]/g, ' '));
  const pending = pendingIn(caller, entry);
  return [
    claim(covered, entry, `${entry.key}: ${words}`),
    ...(flags.length > 0 ? [claim({ kind: 'arguments', caller, names: flags }, entry, `${entry.key}: ${words}`)] : []),
    ...pending,
  ];
}

/** In `--valid/--invalid`, only `--valid` counts. */
function flagsOf(text: string): readonly string[] {
  return [...text.replaceAll(/(--[\w-]+)\/--[\w-]+/g, '$1').matchAll(/--[a-z][\w-]*/g)].map(([flag]) => flag);
}

/** In `--payload-override + --send-at, PR #1 pending`, only `--send-at` is pending. */
function pendingIn(caller: string | null, entry: Entry): readonly OldClaim[] {
  const words = textOf(entry.value);
  if (!saysPending(words)) return [];
  const before = words.slice(0, words.search(PENDING));
  const name = identifiersIn(before).at(-1);
  return name === undefined ? [] : [claim({ kind: 'pending', caller, names: [name] }, entry, `${entry.key}: ${words}`)];
}

function missingEndpoint(entry: Entry): readonly OldClaim[] {
  const [request] = requestsIn(entry.key);
  if (request === undefined) return [unreadable(entry)];
  const blocker = isJsonObject(entry.value) && typeof entry.value.blocker === 'string' ? entry.value.blocker : null;
  return [claim({ kind: 'missing', request, blocker }, entry, `${entry.key} is missing`)];
}

function unreadable(entry: Entry): OldClaim {
  return claim({ kind: 'unreadable' }, entry, `${entry.key}: ${textOf(entry.value)}`);
}

function unreadMembers({ key, value, path }: Entry, read: readonly string[]): readonly OldClaim[] {
  return Object.entries(isJsonObject(value) ? value : {})
    .filter(([member, said]) => !read.includes(member) && said !== null)
    .map(([member, said]) => unreadable({ key: `${key}: ${member}`, value: said, path: [...path, member] }));
}

const MODEL_MEMBERS = ['sdk_class', 'needs_dedicated_class', 'covered_fields', 'missing_fields'];
const COMMAND_MEMBERS = ['covered_flags', 'missing_flags'];

function modelDrift({ key, value, path }: Entry): readonly OldClaim[] {
  if (!isJsonObject(value)) return [unreadable({ key, value, path })];
  const name = key.replaceAll(/\s*\([^)]*\)/g, '').trim();
  const said = typeof value.sdk_class === 'string' ? value.sdk_class : null;
  const saysNone = said !== null && /missing|no dedicated|none/i.test(said);
  const dotted = said === null || saysNone ? null : (/^[\w.]+/.exec(said)?.[0] ?? null);
  const at = (member: string) => ({ path: [...path, member], value: value[member] ?? null });
  const fields = (member: string, covered: boolean) =>
    listOf(value[member]).map((text, index) =>
      claim(
        { kind: 'class-fields', name, class: dotted, fields: fieldsIn(text), covered },
        { path: [...path, member, index], value: text },
        `${key}: ${member} has ${text}`,
      ),
    );
  return [
    ...(saysNone ? [claim({ kind: 'class-missing', name }, at('sdk_class'), `${key}: ${said}`)] : []),
    ...(value.needs_dedicated_class === true
      ? [claim({ kind: 'class-missing', name }, at('needs_dedicated_class'), `${key}: needs_dedicated_class is true`)]
      : []),
    ...fields('covered_fields', true),
    ...fields('missing_fields', false),
    ...unreadMembers({ key, value, path }, MODEL_MEMBERS),
  ];
}

function commandDrift({ key, value, path }: Entry): readonly OldClaim[] {
  if (!isJsonObject(value)) return [unreadable({ key, value, path })];
  const caller = commandName(key);
  const flags = (member: string, kind: 'arguments' | 'argument-missing') =>
    listOf(value[member]).flatMap((text, index): readonly OldClaim[] => {
      const entry = { path: [...path, member, index], value: text };
      const names = flagsIn(text);
      const words = `${key}: ${member} has ${text}`;
      const pending = saysPending(text) ? [claim({ kind: 'pending', caller, names }, entry, words)] : [];
      return names.length === 0
        ? [unreadable({ key: words, ...entry })]
        : [claim({ kind, caller, names: names.slice(0, 1) }, entry, words), ...pending];
    });
  return [
    ...flags('covered_flags', 'arguments'),
    ...flags('missing_flags', 'argument-missing'),
    ...unreadMembers({ key, value, path }, COMMAND_MEMBERS),
  ];
}

function history(entry: Entry): readonly OldClaim[] {
  const words = textOf(entry.value);
  if (!saysPending(words)) return [];
  const caller = quotedCommand(words);
  return [
    claim({ kind: 'pending', caller, names: identifiersIn(words) }, entry, words),
    ...exposedFields(words).map((kind) => claim(kind, entry, words)),
  ];
}

/** In `expose payload on GET /v1/shipments`, `payload` is a field of the model Shipment. */
function exposedFields(words: string): readonly OldClaimKind[] {
  const [, field, path] = /\bexpose (\w+) on GET (\/[\w/]+)/.exec(words) ?? [];
  const resource = path?.split('/').at(-1)?.replace(/s$/, '') ?? '';
  if (field === undefined || resource === '') return [];
  const name = resource.charAt(0).toUpperCase() + resource.slice(1);
  return [{ kind: 'class-fields', name, class: null, fields: [field], covered: false }];
}

function shippedPort(entry: Entry): readonly OldClaim[] {
  const words = `${entry.key}: ${textOf(entry.value)}`;
  return callsIn(textOf(entry.value)).map(({ caller, names }) =>
    claim({ kind: 'arguments', caller, names }, entry, words),
  );
}

function portInFlight(entry: Entry): readonly OldClaim[] {
  if (entry.key === 'comment') return [];
  const words = `${entry.key}: ${textOf(entry.value)}`;
  return callsIn(textOf(entry.value)).map(({ caller, names }) =>
    claim({ kind: 'pending', caller, names }, entry, words),
  );
}

function version(section: string, value: Json): readonly OldClaim[] {
  const found = typeof value === 'string' ? /^v?(\d+(?:\.\d+)*)/.exec(value)?.[1] : undefined;
  if (found === undefined) return [];
  return [claim({ kind: 'version', version: found }, { path: [section], value }, `${section}: ${textOf(value)}`)];
}

function textOf(value: Json): string {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return '';
  return Object.values(value)
    .filter((member) => typeof member === 'string')
    .join('; ');
}

function listOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
