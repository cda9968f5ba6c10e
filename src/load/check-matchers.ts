import { writeJson } from '../lib/json-text.ts';
import { MATCHER_NAMES } from '../lib/match-json.ts';
import { nearest } from '../lib/nearest.ts';
import { compilePattern } from '../lib/pattern.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CallStep } from '../model/suite.ts';
import { reportAt } from './build-context.ts';
import type { Path, YamlSource } from './yaml-source.ts';

interface CheckContext {
  readonly source: YamlSource;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Every key of an expectation that begins with `$` is a matcher, and its pattern is a pattern. */
export function checkMatchers(context: CheckContext, { expect }: CallStep, path: Path): void {
  walk(context, expect.body, [...path, 'expect', 'body']);
  walk(context, expect.headers, [...path, 'expect', 'headers']);
}

function walk(context: CheckContext, value: unknown, path: Path): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key.startsWith('$')) checkMatcher(context, { name: key, argument: member, path: at });
    walk(context, member, at);
  }
}

function checkMatcher(
  context: CheckContext,
  { name, argument, path }: { name: string; argument: unknown; path: Path },
): void {
  if (!MATCHER_NAMES.includes(name)) {
    const guess = nearest(name, MATCHER_NAMES);
    const hint = guess ? `did you mean "${guess}"?` : `known: ${MATCHER_NAMES.join(', ')}`;
    reportAt(context, {
      path,
      part: 'key',
      code: 'unknown-matcher',
      message: `must be a matcher; was "${name}"`,
      hint,
    });
  } else if (name === '$match' && (typeof argument !== 'string' || !isPattern(argument))) {
    reportAt(context, {
      path,
      code: 'bad-value',
      message: `must be a regular expression; was ${writeJson(argument)}`,
    });
  }
}

/** With a reference in it, it is known only when the step runs. */
function isPattern(text: string): boolean {
  return text.includes('${') || compilePattern(text) !== undefined;
}
