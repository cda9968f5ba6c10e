import { formatPointer } from './json-pointer.ts';
import { writeJson } from './json-text.ts';

/** A member of an object, where `start` and `end` are the offsets of its value. */
interface JsonMember {
  readonly key: string;
  /** The object or list that contains the member, or null at the top level. */
  readonly above: JsonPlace | null;
  readonly start: number;
  readonly end: number;
}

/** A place links to the object or list around it, because a full path for every place would need quadratic memory. */
interface JsonPlace {
  readonly key: string | number | null;
  readonly above: JsonPlace | null;
}

/** Returns all members in a valid JSON text, also those with a repeated name. Offsets count UTF-16 units. */
export function scanJson(text: string): readonly JsonMember[] {
  const scan: Scan = { text, members: [], open: [] };
  let at = 0;
  while (at < text.length) at = scanToken(scan, at);
  return scan.members;
}

/** Returns pointers to members with a repeated name. Parsers disagree about such members. */
export function duplicateMembers(text: string, value: unknown): readonly string[] {
  // A text with a repeated name differs from the text of its parsed value.
  if (writeJson(value) === text) return [];
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const member of scanJson(text)) {
    const pointer = formatPointer(pathOf(member));
    if (seen.has(pointer)) twice.add(pointer);
    seen.add(pointer);
  }
  return [...twice];
}

export function pathOf({ key, above }: JsonMember): readonly (string | number)[] {
  const path: (string | number)[] = [key];
  for (let place = above; place !== null; place = place.above) if (place.key !== null) path.push(place.key);
  return path.reverse();
}

/** Open objects are kept in a list, because deep nesting would overflow the call stack. */
interface Open {
  readonly place: JsonPlace;
  readonly isList: boolean;
  index: number;
  /** The member whose value comes next, or undefined if the key was not read yet. */
  member: Begun | undefined;
}

type Begun = { -readonly [Name in keyof JsonMember]: JsonMember[Name] };

interface Scan {
  readonly text: string;
  readonly members: JsonMember[];
  readonly open: Open[];
}

function scanToken(scan: Scan, at: number): number {
  const { text, open } = scan;
  const top = open.at(-1);
  switch (text[at]) {
    case '{':
    case '[':
      open.push(openAt(top, text[at] === '['));
      return at + 1;
    case '}':
    case ']':
      endValue(scan, at);
      open.pop();
      return at + 1;
    case ',':
      endValue(scan, at);
      if (top !== undefined) top.index += 1;
      return at + 1;
    case '"':
      return scanText(scan, at);
    default:
      return at + 1;
  }
}

function openAt(top: Open | undefined, isList: boolean): Open {
  const key = top === undefined ? null : top.isList ? top.index : (top.member?.key ?? null);
  return { place: { key, above: top?.place ?? null }, isList, index: 0, member: undefined };
}

function scanText({ text, members, open }: Scan, at: number): number {
  const end = endOfString(text, at);
  const top = open.at(-1);
  if (top === undefined || top.isList || top.member !== undefined) return end;
  const start = skipSpace(text, skipSpace(text, end) + 1);
  const key = String(JSON.parse(text.slice(at, end)));
  top.member = { key, above: top.place, start, end: start };
  members.push(top.member);
  return start;
}

function endValue({ text, open }: Scan, at: number): void {
  const top = open.at(-1);
  if (top?.member === undefined) return;
  let end = at;
  while (isSpace(text[end - 1])) end--;
  top.member.end = end;
  top.member = undefined;
}

/** Returns the offset after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at])) at++;
  return at;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
