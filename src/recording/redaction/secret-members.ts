import { percentDecode } from '../../lib/percent.ts';
import { scanJson } from '../../lib/scan-json.ts';
import { escapeRegex } from './secret-forms.ts';

/** Finds the values of members whose name says that they are secret, in JSON, in form pairs and in cut-off JSON. */
export interface MemberFinder {
  /** Replaces each such value in a text; every other character stays. */
  readonly mapText: (text: string, replace: (secret: string) => string) => string;
  readonly isSecretName: (name: string) => boolean;
}

/** Before a quote: that of JSON in JSON, five times over. A longer run costs no more time than this. */
const MOST_BACKSLASHES = 31;

export function createMemberFinder(fields: readonly string[]): MemberFinder {
  const names = new Set(fields);
  if (names.size === 0) return { mapText: (text) => text, isSecretName: () => false };
  const alternatives = [...names].map(escapeRegex).join('|');
  const mentioned = new RegExp(alternatives);
  // Also in JSON inside a JSON string, where each quote has backslashes before it, and in JSON that ends early.
  const loose = new RegExp(
    `((\\\\{0,${MOST_BACKSLASHES}})"(?:${alternatives})\\2"\\s*:\\s*\\2")((?:(?!\\2")[^\\\\]|\\\\[^])*?)(?=\\2"|$)`,
    'g',
  );
  const pair = new RegExp(`((?:^|[?&])(?:${alternatives})=)([^&#\\s"]+)`, 'g');
  return {
    isSecretName: (name) => names.has(name),
    mapText: (text, replace) => {
      if (!mentioned.test(text) && !text.includes('\\u')) return text;
      const exact = mapExactMembers(text, names, replace) ?? text;
      return exact
        .replace(loose, (_, before: string, __: string, secret: string) => before + replace(unescapeJson(secret)))
        .replace(pair, (_, before: string, secret: string) => before + replace(percentDecode(secret)));
    },
  };
}

/** By the parsed text; undefined when it is no JSON. */
function mapExactMembers(
  text: string,
  names: ReadonlySet<string>,
  replace: (secret: string) => string,
): string | undefined {
  if (!isJson(text)) return undefined;
  const parts: string[] = [];
  let from = 0;
  let secretUntil = 0;
  for (const { key, start, end } of scanJson(text)) {
    // A member inside one that is named secret is secret too; outer ones come first.
    if (!names.has(key) && start >= secretUntil) continue;
    secretUntil = Math.max(secretUntil, end);
    const value = text.slice(start, end);
    const next = mapScalar(value, replace);
    if (next === value) continue;
    parts.push(text.slice(from, start), next);
    from = end;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}

/** A string keeps its quotes; a number becomes a string, since a secret cannot be hidden in a number. */
function mapScalar(value: string, replace: (secret: string) => string): string {
  if (value.startsWith('"')) return value === '""' ? value : JSON.stringify(replace(String(JSON.parse(value))));
  if (value.startsWith('[')) return mapStrings(value, replace);
  return /^[-\d]/.test(value) ? JSON.stringify(replace(value)) : value;
}

/** The strings of a list, those in objects inside excepted: they are members of their own. */
function mapStrings(list: string, replace: (secret: string) => string): string {
  if (list.includes('{')) return list;
  return list.replace(/"(?:[^"\\]|\\.)*"/g, (value) => mapScalar(value, replace));
}

function unescapeJson(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
