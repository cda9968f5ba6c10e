export interface Span {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
}

/** Positions in the result refer to the original text. */
export function findInViews(text: string, find: (text: string) => readonly Span[]): readonly Span[] {
  const found = find(text);
  const views = decodedViews(text);
  if (views.length === 0) return found;
  return [
    ...found,
    ...views.flatMap((view) =>
      find(view.text).map(({ start, end, secret }) => ({ start: view.starts(start), end: view.starts(end), secret })),
    ),
  ];
}

/** `starts(i)` is the position of character `i` in the original text. */
interface View {
  readonly text: string;
  readonly starts: (index: number) => number;
}

/** Maximum levels of nested escapes, such as JSON inside JSON inside a query. */
const MOST_LEVELS = 6;

const ENTITIES: { readonly [name: string]: string } = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", plus: '+', sol: '/', bsol: '\\', equals: '=', lowbar: '_' },
  ...{ period: '.', comma: ',', colon: ':', semi: ';', excl: '!', quest: '?', ast: '*', num: '#', dollar: '$' },
  ...{
    percnt: '%',
    commat: '@',
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    rsqb: ']',
    lcub: '{',
    rcub: '}',
    verbar: '|',
    hat: '^',
  },
};

const ESCAPE = new RegExp(
  `\\\\(?:u[0-9a-f]{4}|u\\{[0-9a-f]{1,6}\\}|x[0-9a-f]{2}|[0-3][0-7]{2}|["'\\\\/bfnrt])|%[0-9a-f]{2}|&(?:#\\d{1,7}|#x[0-9a-f]{1,6}|${Object.keys(ENTITIES).join('|')});`,
  'gi',
);

/** Decodes repeatedly, because escapes can be nested. */
function decodedViews(text: string): readonly View[] {
  const views: View[] = [];
  for (let next = decodeOnce({ text, starts: (index) => index }); next !== undefined; next = decodeOnce(next)) {
    views.push(next);
    if (views.length === MOST_LEVELS) break;
  }
  return views;
}

function decodeOnce(view: View): View | undefined {
  return /[\\%&]/.test(view.text) ? replaceAll(view, ESCAPE, decodeEscape) : undefined;
}

/** Removes line ends, and the zero bytes of UTF-16 text. */
export function withoutWraps(view: View): View | undefined {
  return /[\r\n\0]/.test(view.text) ? replaceAll(view, /\r?\n[ \t]*|\r|\0/g, () => '') : undefined;
}

function replaceAll({ text, starts }: View, pattern: RegExp, replace: (spelling: string) => string): View | undefined {
  const parts: string[] = [];
  /** `removed[n]` is the number of characters that decoding removed before `ends[n]`. */
  const ends: number[] = [];
  const removed: number[] = [];
  let from = 0;
  let length = 0;
  for (const { 0: spelling, index } of text.matchAll(pattern)) {
    const plain = replace(spelling);
    parts.push(text.slice(from, index), plain);
    length += index - from + plain.length;
    from = index + spelling.length;
    ends.push(length);
    removed.push(from - length);
  }
  if (from === 0) return undefined;
  return {
    text: parts.join('') + text.slice(from),
    starts: (index) => starts(index + (removed[countUpTo(ends, index) - 1] ?? 0)),
  };
}

function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

const LETTERS: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function decodeEscape(spelling: string): string {
  if (spelling.startsWith('%')) return String.fromCharCode(Number.parseInt(spelling.slice(1), 16));
  if (spelling.startsWith('&')) return decodeEntity(spelling.slice(1, -1));
  const code = /^[ux]\{?([0-9a-f]+)/i.exec(spelling.slice(1))?.[1];
  if (code !== undefined) return characterOf(Number.parseInt(code, 16));
  const letter = spelling.slice(1);
  if (/^[0-3]/.test(letter)) return String.fromCharCode(Number.parseInt(letter, 8));
  return LETTERS[letter] ?? letter;
}

function decodeEntity(name: string): string {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return name.startsWith('#') ? characterOf(code) : (ENTITIES[name.toLowerCase()] ?? '?');
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '?';
}
