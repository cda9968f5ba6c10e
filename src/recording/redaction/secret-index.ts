import { findInViews, type Span, withoutWraps } from './decoded-views.ts';

export interface SecretIndex {
  readonly add: (secret: string) => void;
  readonly size: () => number;
  /** Finds secrets as plain text, as hexadecimal digits, across line ends and in base64. */
  readonly find: (view: string) => readonly Span[];
}

/** A shorter secret is not searched for, because responses contain such texts by chance. */
const SHORTEST_SECRET = 4;
/** The search for base64 and hexadecimal forms ignores a secret with fewer bytes than this number. */
const SHORTEST_ENCODED = 6;
/** The search across line ends ignores a secret with fewer characters than this number. */
const SHORTEST_WRAPPED = 8;
/** A shorter line of a private key may be an ordinary word, so it is not secret. */
const SHORTEST_LINE = 16;

export function createSecretIndex(): SecretIndex {
  const known = new Set<string>();
  const byPrefix = new Map<string, Forms>();
  /** Contains 1 at the hash of the beginning of each secret, and otherwise 0. */
  const begins = new Uint8Array(HASHES);
  const add = (secret: string): void => {
    if (secret.length < SHORTEST_SECRET || known.has(secret)) return;
    known.add(secret);
    for (const line of keyLines(secret)) add(line);
    for (const form of formsOf(secret)) {
      const prefix = form.text.slice(0, SHORTEST_SECRET);
      begins[hashOf(prefix)] = 1;
      const forms = byPrefix.get(prefix) ?? { lengths: [], byText: new Map() };
      byPrefix.set(prefix, forms);
      addForm(forms, form);
    }
  };
  const findIn = (text: string): readonly Span[] => {
    const spans: Span[] = [];
    let hash = 0;
    for (let last = 0; last < text.length; last++) {
      hash = nextHash(hash, text.charCodeAt(last));
      if (begins[hash] !== 1) continue;
      const at = last - SHORTEST_SECRET + 1;
      const form = formAt(byPrefix.get(text.slice(at, at + SHORTEST_SECRET)), text, at);
      if (form !== undefined) spans.push(spanOf(form, text, at));
    }
    return spans;
  };
  const findWrapped = (text: string): readonly Span[] => {
    const view = withoutWraps({ text, starts: (index) => index });
    if (view === undefined) return [];
    return findIn(view.text)
      .filter(({ secret }) => secret.length >= SHORTEST_WRAPPED)
      .map(({ start, end, secret }) => ({ start: view.starts(start), end: view.starts(end - 1) + 1, secret }));
  };
  const findAll = (text: string): readonly Span[] => [...findIn(text), ...findWrapped(text)];
  const find = (view: string) => (known.size === 0 ? [] : [...findAll(view), ...findEncoded(view, findAll)]);
  return { add, size: () => known.size, find };
}

const HASHES = 1 << 20;

function nextHash(hash: number, unit: number): number {
  return ((hash << 5) ^ unit) & (HASHES - 1);
}

function hashOf(prefix: string): number {
  return [...Array(prefix.length).keys()].reduce((hash, index) => nextHash(hash, prefix.charCodeAt(index)), 0);
}

/** Each line of a private key is a secret, because a program's output is read line by line. */
function keyLines(secret: string): readonly string[] {
  if (!secret.includes('\n')) return [];
  return secret.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
}

/** Decodes base64, and searches the decoded text for a secret in any encoding, such as base64 inside base64. */
function findEncoded(text: string, find: (text: string) => readonly Span[]): readonly Span[] {
  return [...text.matchAll(BASE64_RUN)].flatMap(({ 0: run, index }) => {
    for (const skipped of [0, 1, 2, 3]) {
      const [first] = findInViews(Buffer.from(run.slice(skipped), 'base64').toString('latin1'), find);
      if (first !== undefined) return [{ start: index, end: index + run.length, secret: first.secret }];
    }
    return [];
  });
}

/** Base64 characters also occur in paths, so a match may start inside a path. */
const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/** A server can reveal thousands of secrets, so each lookup must be fast. */
interface Forms {
  readonly lengths: number[];
  readonly byText: Map<string, Form>;
}

function addForm({ lengths, byText }: Forms, form: Form): void {
  if (!byText.has(form.text)) byText.set(form.text, form);
  if (!lengths.includes(form.text.length)) lengths.push(form.text.length);
  lengths.sort((a, b) => b - a);
}

function formAt(forms: Forms | undefined, text: string, at: number): Form | undefined {
  for (const length of forms?.lengths ?? []) {
    const form = forms?.byText.get(text.slice(at, at + length));
    if (form !== undefined) return form;
  }
  return undefined;
}

interface Form {
  readonly text: string;
  readonly secret: string;
  /** Says on which side the base64 text lacks a character, because neighbouring bytes affect that character. */
  readonly isCut?: { readonly before: boolean; readonly after: boolean };
}

/** Spellings with escapes are not needed, because the search decodes escapes first. */
function formsOf(secret: string): readonly Form[] {
  const bytes = Buffer.from(secret, 'utf8');
  // Percent escapes, header text and binary bodies are read as Latin-1.
  const texts = new Set([secret, bytes.toString('latin1')]);
  // An HTML form sends a space as a plus sign.
  for (const text of [...texts]) if (text.includes(' ')) texts.add(text.replaceAll(' ', '+'));
  const plain = [...texts].map((text): Form => ({ text, secret }));
  if (bytes.length < SHORTEST_ENCODED) return plain;
  const pairs = bytes.toString('hex').match(/../g) ?? [];
  const spelled = ['', ':', ' ', '-', ', '].map((separator) => pairs.join(separator));
  const hex = [...spelled, ...spelled.map((text) => text.toUpperCase())].map((text): Form => ({ text, secret }));
  return [...plain, ...hex, ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, secret, shift))];
}

/** The base64 text of a secret depends on the number of bytes before the secret, modulo 3. */
function base64Forms(bytes: Buffer, secret: string, shift: number): readonly Form[] {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const isCut = { before: shift > 0, after: (shift + bytes.length) % 3 !== 0 };
  const text = whole.slice(Math.ceil((shift * 8) / 6), isCut.after ? -1 : undefined);
  const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_');
  return [...new Set([text, urlSafe])].map((each) => ({ text: each, secret, isCut }));
}

function spanOf({ text: form, secret, isCut }: Form, text: string, at: number): Span {
  let start = at;
  let end = at + form.length;
  if (isCut?.before && isBase64(text[start - 1])) start--;
  if (isCut?.after && isBase64(text[end])) end++;
  while (isCut !== undefined && end < at + form.length + 3 && text[end] === '=') end++;
  return { start, end, secret };
}

function isBase64(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9+/_-]/.test(character);
}
