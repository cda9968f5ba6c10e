import type { Pattern } from '../../lib/pattern.ts';
import { findInViews, type Span } from './decoded-views.ts';
import type { SecretIndex } from './secret-index.ts';
import { findNamed, type IsSecretName, isJson, mapScalars } from './secret-members.ts';

export interface TextRedactor {
  /** Finds known secrets in a text. */
  readonly find: SecretIndex['find'];
  readonly patterns: readonly Pattern[];
  /** Returns the replacement for a secret. */
  readonly replace: (secret: string) => string;
  readonly isSecretName: IsSecretName;
}

/** Creates a function that replaces the secrets in a text. All other characters stay, and JSON stays valid JSON. */
export function createTextRedactor(redactor: TextRedactor): (text: string) => string {
  const { find, patterns, replace, isSecretName } = redactor;
  const findAll = (text: string): readonly Span[] => [
    ...find(text),
    ...findInViews(text, (view) => patterns.flatMap((pattern) => matchesOf(pattern, view))),
  ];
  const redactPlain = (text: string): string =>
    replaceSpans(text, [...findNamed(text, isSecretName), ...findAll(text)], replace);
  const redactString = (token: string, isNamed: boolean): string => {
    const inner = token.slice(1, -1);
    if (inner === '') return token;
    const value = String(JSON.parse(token));
    if (isNamed) return changed(value, replace(value), token);
    return isJson(value) ? changed(value, redact(value), token) : `"${redactPlain(inner)}"`;
  };
  const redactNumber = (token: string, isNamed: boolean): string =>
    isNamed || findAll(token).length > 0 ? changed(token, replace(token), token) : token;
  const redact = (text: string): string =>
    mapScalars(text, isSecretName, { string: redactString, number: redactNumber }) ?? redactPlain(text);
  return redact;
}

/** Replaces the secrets in a JSON text. A number that contains a secret becomes a string, because a mark is not a number. */
function changed(before: string, after: string, token: string): string {
  return before === after ? token : JSON.stringify(after);
}

function matchesOf(pattern: Pattern, text: string): readonly Span[] {
  // If the search took too long, the whole text counts as secret.
  const ranges = pattern.find(text) ?? [[0, text.length] as const];
  return ranges.map(([start, end]) => ({ start, end, secret: text.slice(start, end) }));
}

/** Replaces ranges of a text. Overlapping ranges are replaced as one, by the mark of the longest. */
function replaceSpans(text: string, spans: readonly Span[], replace: (secret: string) => string): string {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else if (span.end > last.end)
      merged.push({ ...longer(last, span), start: (merged.pop() ?? last).start, end: span.end });
  }
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, secret } of merged) {
    const next = replace(secret);
    parts.push(text.slice(from, start), next === secret ? text.slice(start, end) : next);
    from = end;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}

function longer(a: Span, b: Span): Span {
  return b.end - b.start > a.end - a.start ? b : a;
}
