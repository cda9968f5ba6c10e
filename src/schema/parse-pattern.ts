export type PatternNode =
  | { readonly kind: 'characters'; readonly characters: string }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number };

/** Returns undefined for syntax other than groups, choices, classes, repetition and anchors. */
export function parsePattern(source: string): PatternNode | undefined {
  const reader: Reader = { source, at: 0, depth: 0 };
  const node = readChoice(reader);
  return reader.at === source.length ? node : undefined;
}

interface Reader {
  readonly source: string;
  at: number;
  depth: number;
}

const DEEPEST = 100;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ESCAPES: { readonly [letter: string]: string } = {
  d: DIGITS,
  w: `${LETTERS}${LETTERS.toUpperCase()}${DIGITS}_`,
  s: ' ',
  S: LETTERS,
  D: LETTERS,
  W: '-',
  n: '\n',
  t: '\t',
};
/** The upper limit of a repetition such as `a*`. */
const ENDLESS = 100_000;

function readChoice(reader: Reader): PatternNode | undefined {
  const options: PatternNode[] = [];
  do {
    const option = readSequence(reader);
    if (option === undefined) return undefined;
    options.push(option);
  } while (take(reader, '|'));
  const [only] = options;
  return options.length === 1 ? only : { kind: 'choice', options };
}

function readSequence(reader: Reader): PatternNode | undefined {
  const items: PatternNode[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    if (take(reader, '^') || take(reader, '$')) continue;
    const atom = readAtom(reader);
    if (atom === undefined) return undefined;
    items.push(readRepeat(reader, atom));
  }
  return { kind: 'sequence', items };
}

function readAtom(reader: Reader): PatternNode | undefined {
  if (take(reader, '(')) {
    if (!take(reader, '?:') && reader.source[reader.at] === '?') return undefined;
    if (reader.depth++ > DEEPEST) return undefined;
    const inside = readChoice(reader);
    reader.depth--;
    return take(reader, ')') ? inside : undefined;
  }
  if (take(reader, '[')) return readClass(reader);
  if (take(reader, '.')) return { kind: 'characters', characters: LETTERS };
  const characters = readCharacter(reader);
  return characters === undefined ? undefined : { kind: 'characters', characters };
}

function readCharacter(reader: Reader): string | undefined {
  const character = reader.source[reader.at];
  if (character === undefined) return undefined;
  reader.at += 1;
  if (character !== '\\') return character;
  const escaped = reader.source[reader.at] ?? '';
  reader.at += 1;
  if (/[bBpPuxck1-9]/.test(escaped)) return undefined;
  return ESCAPES[escaped] ?? escaped;
}

function readClass(reader: Reader): PatternNode | undefined {
  const negated = take(reader, '^');
  let characters = '';
  while (!take(reader, ']')) {
    const first = readCharacter(reader);
    if (first === undefined) return undefined;
    const isRange = first.length === 1 && /^-[^\]]/.test(reader.source.slice(reader.at, reader.at + 2));
    if (!isRange) {
      characters += first;
      continue;
    }
    reader.at += 1;
    const last = readCharacter(reader);
    if (last === undefined || last.length !== 1) return undefined;
    characters += range(first, last);
  }
  if (!negated) return { kind: 'characters', characters };
  const others = [...`${LETTERS}${DIGITS}-_`].filter((each) => !characters.includes(each)).join('');
  return others === '' ? undefined : { kind: 'characters', characters: others };
}

function range(first: string, last: string): string {
  const [from, to] = [first.charCodeAt(0), Math.min(last.charCodeAt(0), first.charCodeAt(0) + 255)];
  return String.fromCharCode(...Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index));
}

function readRepeat(reader: Reader, item: PatternNode): PatternNode {
  const repeat = (min: number, max: number): PatternNode => {
    take(reader, '?');
    return { kind: 'repeat', item, min, max };
  };
  if (take(reader, '*')) return repeat(0, ENDLESS);
  if (take(reader, '+')) return repeat(1, ENDLESS);
  if (take(reader, '?')) return repeat(0, 1);
  const counted = /^\{(\d+)(,(\d*))?\}/.exec(reader.source.slice(reader.at));
  if (counted === null) return item;
  reader.at += counted[0].length;
  const min = Number(counted[1]);
  if (counted[2] === undefined) return repeat(min, min);
  return repeat(min, counted[3] === '' ? ENDLESS : Number(counted[3]));
}

function take(reader: Reader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}
