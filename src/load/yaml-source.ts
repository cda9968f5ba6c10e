import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { Diagnostic, Position } from '../model/diagnostic.ts';

/** A parsed YAML file that can still say where each value stands. */
export interface YamlSource {
  /** Relative to the workspace's root, with `/`. */
  readonly file: string;
  readonly value: unknown;
  /** The place of a value, or of its key. For a path that is not there: its nearest ancestor. */
  readonly locate: Locate;
  /** Syntax errors; with any, `value` is undefined. */
  readonly diagnostics: readonly Diagnostic[];
}

export type Path = readonly (string | number)[];
export type Locate = (path: Path, part?: 'key' | 'value') => Position;

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ALIASES = 100;

/** Parses YAML 1.2. Never throws: what is wrong with the text comes back as diagnostics. */
export function parseYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  if (text.length > MAX_BYTES) return unreadable(file, `must be at most 8 MiB; was ${text.length} characters`);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const locate: Locate = (path, part = 'value') => {
    const { line, col } = lines.linePos(offsetOf(document.contents, path, part) ?? 0);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const diagnostics = document.errors.map((error): Diagnostic => {
    const { line, col } = lines.linePos(error.pos[0]);
    return {
      severity: 'error',
      code: 'yaml-syntax',
      at: { file, line: Math.max(1, line), column: Math.max(1, col) },
      path: '',
      message: `is not valid YAML: ${lowerFirst(error.message)}`,
      hint: SYNTAX_HINTS[error.code],
    };
  });
  if (diagnostics.length > 0) return { file, value: undefined, locate, diagnostics };
  try {
    return { file, value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown, locate, diagnostics };
  } catch (error) {
    return unreadable(file, `cannot be read: ${error instanceof Error ? lowerFirst(error.message) : String(error)}`);
  }
}

const SYNTAX_HINTS: { readonly [code: string]: string } = {
  DUPLICATE_KEY: 'remove or rename one of the two',
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'align it with the lines around it',
  MISSING_CHAR: 'look for a quote, bracket or comma that is not closed on this line',
  MULTILINE_IMPLICIT_KEY: 'look for a missing colon, or quote the value',
  BLOCK_AS_IMPLICIT_KEY: 'quote a value that holds ": "',
};

function unreadable(file: string, message: string): YamlSource {
  const at = { file, line: 1, column: 1 };
  const diagnostic: Diagnostic = { severity: 'error', code: 'yaml-syntax', at, path: '', message };
  return { file, value: undefined, locate: () => at, diagnostics: [diagnostic] };
}

function offsetOf(root: unknown, path: Path, part: 'key' | 'value'): number | undefined {
  let offset = startOf(root);
  let node = root;
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item) === String(step));
      if (pair === undefined) return offset;
      offset = last && part === 'key' ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key));
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]; // every node of a parsed document has a range
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
