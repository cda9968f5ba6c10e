import type { Pattern } from '../../lib/pattern.ts';
import { findInViews, type Span } from './decoded-views.ts';
import type { SecretIndex } from './secret-index.ts';
import { findNamed, type IsSecretName, isJson, mapScalars, type ScalarMap } from './secret-members.ts';

export interface TextRedactor {
  readonly find: SecretIndex['find'];
  readonly patterns: readonly Pattern[];
  readonly isSecretName: IsSecretName;
  readonly learn: (secret: string) => void;
  readonly replace: (secret: string) => string;
}

export function createTextRedactor(redactor: TextRedactor): (text: string) => string {
  const { find, patterns, isSecretName, learn, replace } = redactor;
  const learnt = (spans: readonly Span[]): readonly Span[] => {
    for (const { secret } of spans) learn(secret);
    return spans;
  };
  const findNew: Search = (view) =>
    learnt([...findNamed(view, isSecretName), ...patterns.flatMap((pattern) => matchesOf(pattern, view))]);
  const findAll: Search = (view) => [...find(view), ...findNew(view)];
  const redactText = (text: string, search: Search): string => replaceSpans(text, findInViews(text, search), replace);
  const redactNamed = (value: string): string => {
    learn(value);
    return replace(value);
  };
  const redactScalars = (search: Search): ScalarMap => ({
    string: (token, isNamed) => {
      const inner = token.slice(1, -1);
      if (inner === '') return token;
      const value = inner.includes('\\') ? String(JSON.parse(token)) : inner;
      if (isNamed) return changed(value, redactNamed(value), token);
      return isJson(value) ? changed(value, redact(value), token) : `"${redactText(inner, search)}"`;
    },
    number: (token, isNamed) => {
      if (isNamed) return changed(token, redactNamed(token), token);
      return search(token).length > 0 ? changed(token, replace(token), token) : token;
    },
  });
  const redact = (text: string): string => {
    if (!isJson(text)) return redactText(text, findAll);
    // If the whole text contains no known secret, only new secrets are searched for.
    const isKnown = findInViews(text, find).length > 0;
    return mapScalars(text, isSecretName, redactScalars(isKnown ? findAll : findNew));
  };
  return redact;
}

type Search = (view: string) => readonly Span[];

/** A number that contains a secret becomes a string, because the replacement of a secret is a text. */
function changed(before: string, after: string, token: string): string {
  return before === after ? token : JSON.stringify(after);
}

function matchesOf(pattern: Pattern, text: string): readonly Span[] {
  // If the search takes too long, the whole text counts as secret.
  const ranges = pattern.find(text) ?? [[0, text.length] as const];
  return ranges.map(([start, end]) => ({ start, end, secret: text.slice(start, end) }));
}

/** Overlapping ranges are replaced together, by the replacement of the longest range. */
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
