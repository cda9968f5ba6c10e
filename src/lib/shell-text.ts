import { escapeRegExp } from './pattern.ts';
import { REDACTED } from './redaction-mark.ts';
import { decodeUtf8 } from './utf8.ts';

/** A text that differs in every run. In shell commands, a variable stands for this text. */
export interface KnownValue {
  readonly text: string;
  readonly name: string;
}

export type VariableOf = (mark: string) => string;

/** Writes bytes without NUL as one bash word. Bash executes no part of this word. */
export function shellText(bytes: Uint8Array, variableOf: VariableOf, known: readonly KnownValue[] = []): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) return escaped(bytes);
  const names = new Map(known.map((each) => [each.text, each.name]));
  const parts: string[] = [];
  let done = 0;
  for (const match of text.matchAll(known.length === 0 ? SPECIAL : specialWith(known))) {
    const [found, mark, repeated = ''] = match;
    const name = names.get(found) ?? (mark === undefined ? undefined : variableOf(mark));
    if (name === undefined && found.length < SHORTEST_RUN) continue;
    if (match.index > done) parts.push(quoted(text.slice(done, match.index)));
    if (name !== undefined) parts.push(`"$${name}"`);
    else parts.push(`"$(printf '${repeated}%.0s' {1..${found.length / repeated.length}})"`);
    done = match.index + found.length;
  }
  if (done < text.length) parts.push(quoted(text.slice(done)));
  return parts.length === 0 ? "''" : parts.join('');
}

/** Like `shellText`, for a text without redacted parts. */
export function shellWord(text: string): string {
  return shellText(Buffer.from(text), (mark) => mark);
}

/** A repeated text is written as a count if all repetitions together have at least 64 characters. */
const SHORTEST_RUN = 64;

/** Matches a redaction mark, or a text of at least 8 equal parts, such as `abababababababab`. */
const SPECIAL = new RegExp(`(${REDACTED.source})|([^\\p{C}\\p{Zl}\\p{Zp}%\\\\'-]{1,32}?)\\2{7,}`, 'gu');

/** A known value below this length is replaced only as a whole word: `1` also occurs in `10`. */
const UNMISTAKABLE = 8;

function specialWith(known: readonly KnownValue[]): RegExp {
  const texts = known.map(({ text }) => text).sort((a, b) => b.length - a.length);
  const values = texts.map((text) => {
    const literal = escapeRegExp(text);
    return text.length < UNMISTAKABLE ? `(?<![\\w.%+-])${literal}(?![\\w.%+-])` : literal;
  });
  return new RegExp(`${SPECIAL.source}|${values.join('|')}`, 'gu');
}

const PLAIN = /^[\w./:=,@+-]+$/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}]/u;

function quoted(text: string): string {
  if (PLAIN.test(text)) return text;
  return UNSEEN.test(text) ? escaped(Buffer.from(text)) : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Writes bytes as `$'…'`. All bytes outside printable ASCII are escaped. */
function escaped(bytes: Uint8Array): string {
  const parts = Array.from(bytes, (byte) => {
    if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `$'${parts.join('')}'`;
}
