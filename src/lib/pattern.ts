import { type Context, createContext, Script } from 'node:vm';
import { RE2JS } from 're2js';

/** A regular expression from a user. Matching takes bounded time for any text. */
export interface Pattern {
  readonly source: string;
  /** Returns true if a part of the text matches. If matching takes too long, returns false. */
  readonly test: (text: string) => boolean;
  /** Returns all non-empty matches, or undefined if matching takes too long. */
  readonly find: (text: string) => readonly Range[] | undefined;
  /** Returns true if a match took too long. The pattern is then disabled. */
  readonly isTooSlow: () => boolean;
}

export const TOO_SLOW = 'matching the pattern takes more than a second: simplify the pattern';

type Range = readonly [start: number, end: number];

/** Compiles a JavaScript regular expression for RE2 (linear time), or for V8 with a deadline. */
export function compilePattern(source: string, flags = ''): Pattern | undefined {
  const key = `${flags}/${source}`;
  if (!compiled.has(key)) {
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(key, compile(source, flags));
  }
  return compiled.get(key);
}

const compiled = new Map<string, Pattern | undefined>();
const MOST_COMPILED = 10_000;

function compile(source: string, flags: string): Pattern | undefined {
  const native = compileNative(source, flags);
  if (native === undefined) return undefined;
  const linear = compileLinear(native);
  return linear === undefined ? withDeadline(native) : withoutBacktracking(source, linear);
}

/** Some expressions, such as `\-`, are valid only without Unicode mode. */
function compileNative(source: string, flags: string): RegExp | undefined {
  for (const each of [...new Set([`${flags.replace('u', '')}u`, flags])]) {
    try {
      return new RegExp(source, each);
    } catch {
      // the expression is invalid with these flags
    }
  }
  return undefined;
}

function compileLinear(native: RegExp): RE2JS | undefined {
  const flags =
    (native.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (native.multiline ? RE2JS.MULTILINE : 0) |
    (native.dotAll ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(withJavaScriptClasses(native)), flags);
  } catch {
    return undefined;
  }
}

const SPACES = String.raw`\t\n\x0b\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const LINE_ENDS = String.raw`\n\r\x{2028}\x{2029}`;

/** Rewrites `\s`, `\S` and `.`, because RE2 knows fewer spaces and line ends than JavaScript. */
function withJavaScriptClasses({ source, dotAll }: RegExp): string {
  let inClass = false;
  return source.replaceAll(/\\.|[[\].]/gsu, (part) => {
    if (part === '[' || part === ']') inClass = part === '[';
    if (part === '.' && !inClass && !dotAll) return `[^${LINE_ENDS}]`;
    if (part === '\\s') return inClass ? SPACES : `[${SPACES}]`;
    return part === '\\S' && !inClass ? `[^${SPACES}]` : part;
  });
}

function withoutBacktracking(source: string, linear: RE2JS): Pattern {
  const find = (text: string): readonly Range[] => {
    const matcher = linear.matcher(text);
    const ranges: Range[] = [];
    while (matcher.find()) if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
    return ranges;
  };
  return { source, test: (text) => linear.test(text), find, isTooSlow: () => false };
}

const DEADLINE_MS = 1000;

function withDeadline(native: RegExp): Pattern {
  let tooSlow = false;
  const all = new RegExp(native.source, `${native.flags}g`);
  const run = <T>(work: () => T): T | undefined => {
    const result = tooSlow ? undefined : runBounded(work);
    tooSlow ||= result === undefined;
    return result;
  };
  return {
    source: native.source,
    test: (text) => run(() => native.test(text)) ?? false,
    find: (text) => run(() => [...text.matchAll(all)].map(rangeOf).filter(([start, end]) => end > start)),
    isTooSlow: () => tooSlow,
  };
}

/** V8 may reject an expression as too large when the expression is first used. */
function runBounded<T>(work: () => T): T | undefined {
  try {
    return runWithin(DEADLINE_MS, work);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function rangeOf({ index, 0: match }: RegExpExecArray): Range {
  return [index, index + match.length];
}

/** Uses a V8 script, because V8 can interrupt a script even while it matches an expression. */
function runWithin<T>(milliseconds: number, work: () => T): T | undefined {
  context ??= createContext({});
  Object.assign(context, { work });
  try {
    return SCRIPT.runInContext(context, { timeout: milliseconds }) as T; // safe cast: the script returns the function's result
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  } finally {
    Object.assign(context, { work: undefined });
  }
}

const SCRIPT = new Script('work()');

/** All scripts share this context, because creating a context takes milliseconds. */
let context: Context | undefined;

/** The error belongs to another V8 context, so `instanceof` does not recognise the error. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

export function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
