import { formatPointer } from './json-pointer.ts';
import { writeJson } from './json-text.ts';

/** One object member of a JSON text. `start` and `end` are the offsets of its value's text. */
interface JsonMember {
  readonly key: string;
  /** What it is in; null at the top. */
  readonly above: JsonPlace | null;
  readonly start: number;
  readonly end: number;
}

/** An object or list, by what leads to it. Shared by all that is in it: a copy for each would grow with the square. */
interface JsonPlace {
  /** null for the whole document. */
  readonly key: string | number | null;
  readonly above: JsonPlace | null;
}

/** Every object member of a valid JSON text, outer before inner, duplicates included. Offsets are in UTF-16 units. */
export function scanJson(text: string): readonly JsonMember[] {
  const scan: Scan = { text, members: [], open: [] };
  let at = 0;
  while (at < text.length) at = scanToken(scan, at);
  return scan.members;
}

/** Pointers of members whose object has another of the same name: JSON.parse keeps the last, others keep the first. */
export function duplicateMembers(text: string, value: unknown): readonly string[] {
  // Compact JSON that is written again as it was has each member once: most bodies need no closer look.
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

/** The keys and list positions that lead to a member, its own last. */
export function pathOf({ key, above }: JsonMember): readonly (string | number)[] {
  const path: (string | number)[] = [key];
  for (let place = above; place !== null; place = place.above) if (place.key !== null) path.push(place.key);
  return path.reverse();
}

/** An object or list that has not ended. It is held in a list and not on the stack: no depth is too much. */
interface Open {
  readonly place: JsonPlace;
  readonly isList: boolean;
  /** Of a list: the position of the value that is next. */
  index: number;
  /** Of an object: its member whose value is being read; undefined before a key. */
  member: Begun | undefined;
}

/** A member whose end is not known yet. */
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

/** A key with its colon, or a string that is a value. */
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

/** Before a comma or a bracket: the member that was being read ends where its value's text does. */
function endValue({ text, open }: Scan, at: number): void {
  const top = open.at(-1);
  if (top?.member === undefined) return;
  let end = at;
  while (isSpace(text[end - 1])) end--;
  top.member.end = end;
  top.member = undefined;
}

/** Behind the closing quote. */
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
