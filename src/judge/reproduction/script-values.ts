import { parseDuration } from '../../lib/duration.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import { isNumeric } from '../../lib/json-text.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import { type KnownValue, shellWord } from '../../lib/shell-text.ts';
import { classOf } from '../../lib/unique-text.ts';
import { type Address, localName } from '../../model/address.ts';
import type { Reference, ResponsePart } from '../../model/exchange.ts';
import type { ReproducedRequest } from './sent-request.ts';

interface ScriptValues {
  readonly first: readonly string[];
  /** Returns script lines that read values from the response. */
  readonly taken: (request: ReproducedRequest) => Taken | undefined;
  readonly known: (request: ReproducedRequest) => readonly KnownValue[];
}

interface Taken {
  readonly response: string;
  readonly lines: readonly string[];
}

/** If the function `canTake` returns false for a request, the script reads no values from the response. */
export function scriptValues(
  requests: readonly ReproducedRequest[],
  canTake: (request: ReproducedRequest) => boolean,
): ScriptValues {
  const sources = new Map(
    requests.filter(canTake).map(({ address }) => [address, nameOf(`${localName(address)}_response`)]),
  );
  const first: string[] = [];
  const taken = new Map<Address, string[]>();
  const names = new Map<string, string>();
  for (const reference of requests.flatMap(({ refers }) => refers)) {
    const { expression, from } = reference;
    if (names.has(expression)) continue;
    const name = freeName(nameOf(expression), [...names.values(), ...sources.values()]);
    const response = from === undefined ? undefined : sources.get(from.address);
    const line = from === undefined ? madeUp(reference) : response && partOf(from, response, reference);
    if (line === undefined) continue;
    names.set(expression, name);
    if (from === undefined) first.push(...assignments(name, line, reference));
    else taken.set(from.address, [...(taken.get(from.address) ?? []), ...assignments(name, line, reference)]);
  }
  return {
    first,
    taken: ({ address }) => {
      const lines = taken.get(address);
      return lines && { response: sources.get(address) ?? '', lines };
    },
    known: ({ refers }) => refers.flatMap((reference) => knownAs(reference, names.get(reference.expression))),
  };
}

function nameOf(text: string): string {
  const name = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return /^[a-z]/.test(name) ? name : `_${name}`;
}

function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) free = `${name}_${number}`;
  return free;
}

/** Returns bash code for a value that must be new in each run of the script, such as a UUID. */
function madeUp({ expression, value }: Reference): string | undefined {
  if (expression === 'run.id' && typeof value === 'string')
    return `${shellWord(value.slice(0, -6))}$(printf %06x $((RANDOM * 512 ^ RANDOM)))`;
  if (/^uuid(\.|$)/.test(expression)) return `$(node -pe 'crypto.randomUUID()')`;
  if (/^ulid(\.|$)/.test(expression)) return `$(node -pe '${NEW_ULID}')`;
  const [, sample] = /^unique:([A-Za-z0-9]+)/.exec(expression) ?? [];
  if (sample !== undefined) return `$(node -pe ${shellWord(newText(sample))})`;
  const [, sign, duration] = /^now(?:([+-])(.+))?$/.exec(expression) ?? [];
  if (!expression.startsWith('now')) return undefined;
  const ms = duration === undefined ? 0 : parseDuration(duration);
  return ms === undefined ? undefined : `$(node -pe 'new Date(Date.now() ${sign ?? '+'} ${ms}).toISOString()')`;
}

/** The first of the 26 characters is 0, because the time part of a ULID must be small enough. */
const NEW_ULID = `"0" + Array.from({ length: 25 }, () => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Math.floor(Math.random() * 32)]).join("")`;

/** Returns JavaScript code for a text with the form of the sample, but with other letters and digits. */
function newText(sample: string): string {
  const classes = [...sample].map((character) => classOf(character, sample));
  return `${JSON.stringify(classes)}.map((c) => c[Math.floor(Math.random() * c.length)]).join("")`;
}

function partOf({ at, path }: ResponsePart, response: string, { value }: Reference): string | undefined {
  if (!isText(value)) return undefined;
  if (at === 'status') return `$(sed -n '1s/^[^ ]* \\([0-9]*\\).*/\\1/p' <<< "$${response}")`;
  if (at === 'header') return `$(sed -n ${shellWord(`s/^${path}: *\\([^\\r]*\\)\\r*$/\\1/Ip`)} <<< "$${response}")`;
  if (at === 'location')
    return `$(sed -n ${shellWord(`s#^location: .*${beforeHole(path)}\\([^/?\\r]*\\).*#\\1#Ip`)} <<< "$${response}")`;
  const body = `${INPUT}.split("\\r\\n\\r\\n").pop()`;
  const exact = typeof value === 'bigint' ? `.replace(/([:[,]\\s*)(-?\\d{16,})/g, "$1\\"$2\\"")` : '';
  const members = parsePointer(path).map((member) =>
    /^[a-z_]\w*$/i.test(member) ? `.${member}` : `[${JSON.stringify(member)}]`,
  );
  return `$(node -pe ${shellWord(`JSON.parse(${body}${exact})${members.join('')}`)} <<< "$${response}")`;
}

/** Returns the fixed text directly before the last parameter: `/collections/` for `/buckets/{id}/collections/{id}`. */
function beforeHole(template: string): string {
  return /([^{}]*)\{[^{}]*\}[^{}]*$/.exec(template)?.[1] ?? '';
}

/** JavaScript code that reads standard input, including the final line end. */
const INPUT = `require("fs").readFileSync(0, "utf8")`;

/** If a URL needs the value, a second variable contains the percent-encoded value. */
function assignments(name: string, line: string, { value }: Reference): readonly string[] {
  const plain = `${name}=${line}`;
  if (!needsEncoding(value)) return [plain];
  return [plain, `${name}_encoded=$(node -pe 'encodeURIComponent(${INPUT}.slice(0, -1))' <<< "$${name}")`];
}

function knownAs({ value }: Reference, name: string | undefined): readonly KnownValue[] {
  if (name === undefined || !isText(value)) return [];
  const plain = { text: String(value), name };
  return needsEncoding(value) ? [plain, { text: encodeURIComponent(String(value)), name: `${name}_encoded` }] : [plain];
}

function needsEncoding(value: Reference['value']): boolean {
  return typeof value === 'string' && !isRedacted(value) && encodeURIComponent(value) !== value;
}

function isText(value: Reference['value']): value is string | number | bigint {
  return (typeof value === 'string' && value !== '') || isNumeric(value);
}
