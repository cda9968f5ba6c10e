import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson } from '../../lib/json-text.ts';
import type { DriverValue, TaggedValue } from '../../model/driver.ts';
import type { JsonObject } from '../../model/json.ts';
import { MARK_PREFIX } from '../../surface/marks.ts';

type MadeUpFile = Extract<TaggedValue, { readonly $type: 'file' }>;

const NO_FILE =
  /no such file|FileNotFoundError|ENOENT|(?:can(?:no|')t|could not|unable to|failed to) (?:open|read|find|load)|(?:file|path|directory) .{0,200}(?:does not exist|doesn't exist|not found)|not a (?:valid |regular )?(?:file|path)|Error reading .{0,40}file/i;

export function lacksFile(refusal: string): boolean {
  return NO_FILE.test(refusal);
}

/** A JSON file with a single member. If more members are required, the client's error mentions their names. */
export function madeUpFile(name: string): MadeUpFile {
  return { $type: 'file', name: `${MARK_PREFIX}${name}`, content: { [`${MARK_PREFIX}${name}-zk`]: text(name) } };
}

export function withMissingMember(file: MadeUpFile, refusal: string): MadeUpFile | undefined {
  const member = MISSING_MEMBER.exec(refusal)?.slice(1).find(Boolean);
  if (member === undefined || Object.hasOwn(file.content, member)) return undefined;
  return { ...file, content: { ...file.content, [member]: text(member) } };
}

const MISSING_MEMBER =
  /\bKeyError: ['"](\w+)['"]|\bmissing (?:\d+ )?(?:a )?(?:required )?[\w -]{0,40}['"](\w+)['"]|['"](\w+)['"] (?:is (?:a )?)?(?:required|missing)/i;

function text(name: string): string {
  return `${MARK_PREFIX}${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-z`;
}

export function isMadeUpFile(value: DriverValue | undefined): value is MadeUpFile {
  return typeof value === 'object' && value !== null && '$type' in value && value.$type === 'file';
}

/** Writes each made-up file to the client's folder. The returned value contains the file's name instead of the file. */
export function withFileNames(value: DriverValue, folder: string): DriverValue {
  if (isMadeUpFile(value)) {
    const text = writeJson(value.content);
    // The name depends on the content, because methods that are traced at the same time use the same folder.
    const name = `${value.name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    return name;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: DriverValue) => withFileNames(item, folder));
  const members = Object.entries(value as JsonObject); // safe cast: lists and files are handled above
  return Object.fromEntries(members.map(([key, member]) => [key, withFileNames(member, folder)]));
}
