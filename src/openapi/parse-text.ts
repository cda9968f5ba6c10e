import { LineCounter } from 'yaml';
import { userError } from '../lib/error.ts';
import { errorMessage } from '../lib/error-text.ts';
import { DEEPEST_JSON, isTooDeep } from '../lib/json-depth.ts';
import { parseJson as parseExactJson } from '../lib/json-text.ts';
import { DEEPEST_YAML, parseYamlDocument } from '../lib/parse-yaml.ts';

const MEGABYTE = 1_000_000;
export const MAX_JSON = 100 * MEGABYTE;
/** YAML has a lower limit than JSON, because its parser is a hundred times slower. */
const MAX_YAML = 20 * MEGABYTE;
const MAX_ALIASES = 100;

/** Throws an error with line and column if the text is invalid. */
export function parseText(source: string, text: string): unknown {
  checkSize(source, text, { limit: MAX_JSON, what: 'a document' });
  if (/^\s*<(?:!doctype html|html)\b/i.test(text))
    throw userError('document-invalid', `${source}: must be JSON or YAML; was an HTML page`, {
      hint: 'If the server asks for a login, download the document in a browser, and pass the file.',
    });
  return /^\s*[{[]/.test(text) ? parseJson(source, text) : parseYamlText(source, text);
}

interface Limit {
  readonly limit: number;
  readonly what: string;
}

function checkSize(source: string, text: string, { limit, what }: Limit): void {
  if (text.length <= limit) return;
  const size = (text.length / MEGABYTE).toFixed(1);
  const message = `${source}: ${what} must be at most ${limit / MEGABYTE} MB; was ${size} MB`;
  throw userError('document-too-large', message, {
    hint: limit === MAX_YAML ? 'convert the document to JSON' : 'split the document',
  });
}

function parseJson(source: string, text: string): unknown {
  if (isTooDeep(text)) throw tooDeep(source, DEEPEST_JSON);
  try {
    return parseExactJson(text);
  } catch (error) {
    // A text that starts with a brace may also be YAML.
    if (text.length <= MAX_YAML / 10) return parseYamlText(source, text);
    const message = errorMessage(error);
    throw userError('syntax-invalid', `${source}: is not valid JSON: ${message}`, {
      hint: 'correct the document at that position',
    });
  }
}

function tooDeep(source: string, deepest: number): Error {
  return userError('document-too-deep', `${source}: must not be nested more than ${deepest} levels deep`, {
    hint: 'remove everything that is not part of the API',
  });
}

function parseYamlText(source: string, text: string): unknown {
  checkSize(source, text, { limit: MAX_YAML, what: 'a document in YAML' });
  const lineCounter = new LineCounter();
  try {
    const document = parseYamlDocument(text, { lineCounter });
    if (document === undefined) throw tooDeep(source, DEEPEST_YAML);
    const [mistake] = document.errors;
    if (mistake === undefined) return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    const { line, col } = lineCounter.linePos(mistake.pos[0]);
    throw userError('syntax-invalid', `${source}:${line}:${col}: is not valid YAML: ${lowerFirst(mistake.message)}`, {
      hint: 'correct the document at that position',
    });
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error) throw error;
    const message = error instanceof Error ? lowerFirst(error.message) : String(error);
    throw userError('syntax-invalid', `${source}: cannot be read: ${message}`, {
      hint: 'replace the aliases with their values, or convert the document to JSON',
    });
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Returns the line number of each path in a document, counted from 1. */
export function pathLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const key = /^[ \t]*(?:"(\/[^"]*)"|'(\/[^']*)'|(\/[^\s:]*))[ \t]*:/gm;
  let line = 1;
  let seen = 0;
  for (const match of text.matchAll(key)) {
    for (let at = text.indexOf('\n', seen); at !== -1 && at < match.index; at = text.indexOf('\n', at + 1)) {
      line++;
      seen = at + 1;
    }
    const path = match[1] ?? match[2] ?? match[3] ?? '';
    if (!lines.has(path)) lines.set(path, line);
  }
  return lines.size > 1 && line === 1 ? new Map() : lines;
}
