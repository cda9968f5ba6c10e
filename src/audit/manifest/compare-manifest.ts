import { jsonDifference } from '../../lib/json-difference.ts';
import { writeJson } from '../../lib/json-text.ts';
import { previewValue } from '../../lib/preview-value.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Manifest } from '../../model/manifest.ts';
import { formatManifest } from './format-manifest.ts';

export interface ManifestDifference {
  /** Name of the entry, for example `acme: endpoints_covered orders.ship`. */
  readonly entry: string;
  readonly message: string;
  /** The differing members. For a difference in formatting, the found line and the expected line. */
  readonly lines: readonly string[];
}

/** Returns an empty list only if the manifest is as expected, byte by byte. */
export function compareManifest(text: string, expected: Manifest): readonly ManifestDifference[] {
  const wanted = formatManifest(expected);
  if (text === wanted) return [];
  const found = parse(text);
  if (found === undefined) return [{ ...firstOtherLine(text, wanted), message: 'is not JSON' }];
  const [mine, other] = [entriesOf(found), entriesOf(parse(wanted) ?? {})];
  const differences = [...new Set([...mine.keys(), ...other.keys()])]
    .sort()
    .flatMap((entry): readonly ManifestDifference[] => {
      const [claimed, evident] = [mine.get(entry), other.get(entry)];
      if (evident === undefined)
        return [{ entry, message: 'is claimed, but the evidence does not show it', lines: [] }];
      if (claimed === undefined)
        return [
          { entry, message: `is not in the manifest, but the evidence shows it: ${previewValue(evident)}`, lines: [] },
        ];
      return memberDifferences(claimed, evident).map((difference) => ({ entry, ...difference }));
    });
  if (differences.length > 0) return differences;
  return [
    {
      ...firstOtherLine(text, wanted),
      message: 'differs only in formatting: order, spacing or a repeated entry',
    },
  ];
}

/** `entry` contains the section and the client of the first differing line. */
function firstOtherLine(text: string, wanted: string): Omit<ManifestDifference, 'message'> {
  const [mine, other] = [text.split('\n'), wanted.split('\n')];
  const at = other.findIndex((line, index) => line !== mine[index]);
  // The names of the outer sections are on the lines with less indentation.
  const named = other.slice(0, at + 1).filter((line) => !/^ *[}\]],?$/.test(line));
  const outer: string[] = [];
  for (const line of named.toReversed())
    if (outer[0] === undefined || line.search(/\S/) < outer[0].search(/\S/)) outer.unshift(line);
  const [top = 'the file', client, ...names] = outer.slice(1).map(lineName);
  const entry = client === undefined ? top : `${client}: ${names.join(' ')}`;
  return { entry, lines: [`found:    ${(mine[at] ?? '').trim()}`, `expected: ${(other[at] ?? '').trim()}`] };
}

function lineName(line: string): string {
  const key = /^ *("(?:[^"\\]|\\.)*"):/.exec(line)?.[1];
  return key === undefined ? recordName(parse(line.replace(/,$/, '')) ?? line.trim()) : JSON.parse(key);
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keys are names that a reader can search for in the manifest. */
function entriesOf({ clients, ...top }: JsonObject): ReadonlyMap<string, Json> {
  const entries = new Map<string, Json>(Object.entries(top));
  for (const [client, part] of Object.entries(isJsonObject(clients) ? clients : {})) {
    if (!isJsonObject(part)) entries.set(client, part);
    for (const [section, value] of Object.entries(isJsonObject(part) ? part : {})) {
      const records = recordsOf(value);
      if (records === undefined) entries.set(`${client}: ${section}`, value);
      for (const [name, record] of records ?? [])
        entries.set(freeName(`${client}: ${section} ${name}`, entries), record);
    }
  }
  return entries;
}

function recordsOf(value: Json): readonly (readonly [string, Json])[] | undefined {
  if (Array.isArray(value)) return value.map((record: Json) => [recordName(record), record] as const);
  return isJsonObject(value) ? Object.entries(value) : undefined;
}

/** Two records of a list may have the same name. */
function freeName(name: string, entries: ReadonlyMap<string, Json>, count = 1): string {
  const numbered = count === 1 ? name : `${name} (${count})`;
  return entries.has(numbered) ? freeName(name, entries, count + 1) : numbered;
}

function recordName(record: Json): string {
  if (!isJsonObject(record)) return String(record);
  const { operation, field, entry } = record;
  const parts = [operation, field, entry].filter((part) => typeof part === 'string');
  return parts.join(' ') || previewValue(record, 60);
}

type MemberDifference = Omit<ManifestDifference, 'entry'>;

function memberDifferences(claimed: Json, evident: Json): readonly MemberDifference[] {
  if (writeJson(claimed) === writeJson(evident)) return [];
  if (!isJsonObject(claimed) || !isJsonObject(evident)) return [says('', claimed, evident)];
  const members = [...new Set([...Object.keys(claimed), ...Object.keys(evident)])];
  return members
    .filter((member) => writeJson(claimed[member]) !== writeJson(evident[member]))
    .map((member) => says(`${member}: `, claimed[member], evident[member]));
}

function says(member: string, claimed: Json | undefined, evident: Json | undefined): MemberDifference {
  if (Array.isArray(claimed) && Array.isArray(evident)) {
    const extra = claimed.filter((each) => !evident.includes(each));
    const lost = evident.filter((each) => !claimed.includes(each));
    const words = [
      ...(extra.length > 0 ? [`claims ${extra.map((each) => previewValue(each)).join(', ')}`] : []),
      ...(lost.length > 0 ? [`lacks ${lost.map((each) => previewValue(each)).join(', ')}`] : []),
    ];
    if (words.length > 0) return { message: `${member}${words.join(', ')}`, lines: jsonDifference(claimed, evident) };
  }
  const message = `${member}claims ${previewValue(claimed)}; the evidence shows ${previewValue(evident)}`;
  return { message, lines: jsonDifference(claimed, evident) };
}
