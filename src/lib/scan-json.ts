import { formatPointer } from './json-pointer.ts';
import { writeJson } from './json-text.ts';

/** One member of an object in a JSON text. `start` and `end` are the offsets of the member's value. */
interface JsonMember {
  readonly key: string;
  /** The object or list that contains this place. Null at the top level. */
  readonly above: JsonPlace | null;
  readonly start: number;
  readonly end: number;
}

/**
 * An object or list in a JSON text, and the path to it. All its members share this path. If each member had a copy, the
 * memory would grow with the square of the nesting.
 */
interface JsonPlace {
  /** Key of this place in its parent. Null for the whole document. */
  readonly key: string | number | null;
  readonly above: JsonPlace | null;
}

/**
 * Returns every object member of a valid JSON text. Outer members come before inner members. If a name occurs twice in
 * an object, both members are returned. Offsets count UTF-16 units.
 */
export function scanJson(text: string): readonly JsonMember[] {
  const scan: Scan = { text, members: [], open: [] };
  let at = 0;
  while (at < text.length) at = scanToken(scan, at);
  return scan.members;
}

/**
 * Returns the pointers of members whose object has a second member with the same name. JSON.parse keeps the last of
 * these members, but some parsers keep the first.
 */
export function duplicateMembers(text: string, value: unknown): readonly string[] {
  // If compact JSON has the same text after it was parsed and written again, the JSON has no duplicates. This quick
  // check is enough for most bodies.
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

/** Returns the keys and list positions that lead to a member. The key of the member comes last. */
export function pathOf({ key, above }: JsonMember): readonly (string | number)[] {
  const path: (string | number)[] = [key];
  for (let place = above; place !== null; place = place.above) if (place.key !== null) path.push(place.key);
  return path.reverse();
}

/**
 * An object or list whose end has not been reached yet. All of them are in one list. The call stack is not used, so
 * that any nesting works.
 */
interface Open {
  readonly place: JsonPlace;
  readonly isList: boolean;
  /** For a list: the position of the next value. */
  index: number;
  /** For an object: the member whose value is being read. Undefined before a key. */
  member: Begun | undefined;
}

/** A member whose value is not complete yet. */
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

/** Reads a key with its colon, or a string value. */
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

/** Ends the value of the current member. Called before a comma or a closing bracket. */
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
