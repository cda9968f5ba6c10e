import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import { parseYamlDocument } from '../lib/parse-yaml.ts';
import { remember } from '../lib/remember.ts';
import type { Diagnostic, Position } from '../model/diagnostic.ts';

/** A parsed data file, with the line and the column of each value. */
export interface YamlSource {
  /** Path relative to the workspace's root, with `/`. */
  readonly file: string;
  readonly value: unknown;
  /** Returns the position of the value at a path, or of the innermost value that exists. */
  readonly locate: Locate;
  /** Syntax errors in the file. After a syntax error, `value` is undefined. */
  readonly diagnostics: readonly Diagnostic[];
}

export type Path = readonly (string | number)[];
type Locate = (path: Path, part?: 'key' | 'value') => Position;

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ALIASES = 100;

/** Parsed files are cached, because `parity watch` may load hundreds of files again after each change. */
const parsed = new Map<string, YamlSource>();
const MOST_PARSED = 2000;
const LONGEST_KEPT = 64 * 1024;

/** Parses YAML 1.2 into a value that callers share and must not change. */
export function parseYaml(file: string, text: string): YamlSource {
  if (text.length > LONGEST_KEPT) return parseText(file, text);
  const key = `${file}\n${text}`;
  const source = parsed.get(key) ?? parseText(file, text);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(key, source);
  return source;
}

function parseText(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  if (text.length > MAX_BYTES) return unreadable(file, `must be at most 8 MiB; was ${text.length} characters`);
  const document = parseYamlDocument(text, { lineCounter: lines });
  if (document === undefined) return unreadable(file, `is nested more than ${MAX_DEPTH} levels deep`);
  const places = createPlaces();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const locate: Locate = (path, part = 'value') => positionAt(places(document.contents, path, part) ?? 0);
  // The parser may report the same mistake several times at one position.
  const errors = [...new Map(document.errors.toReversed().map((error) => [error.pos[0], error])).values()].reverse();
  const diagnostics = errors.map(
    (error): Diagnostic => ({
      severity: 'error',
      code: 'syntax-invalid',
      at: positionAt(error.pos[0]),
      path: '',
      message: `is not valid YAML: ${lowerFirst(error.message)}`,
      hint: SYNTAX_HINTS[error.code],
    }),
  );
  diagnostics.push(...keyProblems(document, (offset) => positionAt(offset)));
  if (diagnostics.length > 0) return { file, value: undefined, locate, diagnostics };
  try {
    const value = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown; // toJS throws an error if the document has too many aliases
    const problem = structureProblem(value);
    if (problem !== undefined) return unreadable(file, problem);
    return { file, value, locate, diagnostics };
  } catch (error) {
    return unreadable(file, `cannot be read: ${error instanceof Error ? lowerFirst(error.message) : String(error)}`);
  }
}

const SYNTAX_HINTS: { readonly [code: string]: string } = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'align the line with the lines around it',
  MISSING_CHAR: 'look for a quote, bracket or comma that is not closed on this line',
  MULTILINE_IMPLICIT_KEY: 'look for a missing colon, or quote the value',
  BLOCK_AS_IMPLICIT_KEY: 'quote a value that contains ": "',
};

function unreadable(file: string, message: string): YamlSource {
  const at = { file, line: 1, column: 1 };
  const diagnostic: Diagnostic = { severity: 'error', code: 'syntax-invalid', at, path: '', message };
  return { file, value: undefined, locate: () => at, diagnostics: [diagnostic] };
}

/** The index of a map is created when it is first needed, because a map may be very large. */
function createPlaces(): (root: unknown, path: Path, part: 'key' | 'value') => number | undefined {
  const indexOf = remember((map: YAMLMap) => new Map(map.items.map((pair) => [keyText(pair), pair])));
  return (root, path, part) => {
    let offset = startOf(root);
    let node = root;
    for (const [depth, step] of path.entries()) {
      const last = depth === path.length - 1;
      if (isMap(node)) {
        const pair = indexOf(node).get(String(step));
        if (pair === undefined) return offset;
        offset = last && part === 'key' ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key));
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = startOf(node) ?? offset;
      } else return offset;
    }
    return offset;
  };
}

/** Replaces the parser's check for duplicate keys, which compares every key with every other key. */
function keyProblems(document: Document, positionAt: (offset: number) => Position): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (key: unknown, code: string, [message, hint]: readonly [string, string]) =>
    found.push({ severity: 'error', code, at: positionAt(startOf(key) ?? 0), path: '', message, hint });
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const pair of items) {
        if (isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN')
          report(pair.key, 'merge-key-unsupported', MERGE_KEY);
        if (seen.has(keyText(pair))) report(pair.key, 'syntax-invalid', DUPLICATE_KEY);
        seen.add(keyText(pair));
      }
    },
  });
  return found;
}

const MERGE_KEY = [
  'uses the merge key <<, which YAML 1.2 does not have',
  'write the shared keys in each map; in a schema, use allOf with a $ref',
] as const;
const DUPLICATE_KEY = ['is not valid YAML: map keys must be unique', 'remove or rename one of the two keys'] as const;

/** Maximum nesting depth, small enough for recursive functions to end without a stack overflow. */
const MAX_DEPTH = 200;

/** Finds values that are nested too deeply, or that contain an alias to themselves. */
function structureProblem(root: unknown): string | undefined {
  const heights = new Map<object, number>();
  const open = new Set<object>();
  let endless = false;
  const heightOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 0;
    endless ||= open.has(value);
    const known = heights.get(value);
    if (known !== undefined || endless || open.size > MAX_DEPTH) return known ?? MAX_DEPTH;
    open.add(value);
    const height = 1 + Object.values(value).reduce<number>((most, member) => Math.max(most, heightOf(member)), 0);
    open.delete(value);
    heights.set(value, height);
    return height;
  };
  const isDeep = heightOf(root) > MAX_DEPTH;
  if (endless) return 'has an alias that refers to a value containing the alias itself';
  return isDeep ? `is nested more than ${MAX_DEPTH} levels deep` : undefined;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]; // safe cast: every node of a parsed document has a range
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
