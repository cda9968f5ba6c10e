import type { z } from 'zod';
import { writeJson } from '../lib/json-text.ts';
import { didYouMean, nearest } from '../lib/nearest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Path, YamlSource } from './yaml-source.ts';

type Validated<T> =
  | { readonly value: T; readonly diagnostics: [] }
  | { readonly value: null; readonly diagnostics: Diagnostic[] };

type Issue = z.core.$ZodIssue;

/** Validates a source against a format, and reports every mistake with its position. */
export function validate<T>(source: YamlSource, format: z.ZodType<T>): Validated<T> {
  if (source.diagnostics.length > 0) return { value: null, diagnostics: [...source.diagnostics] };
  const knownKeys = new Map<string, readonly string[]>();
  const result = format.safeParse(source.value, {
    reportInput: true,
    jitless: true,
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') knownKeys.set(pathKey(issue.path), shapeKeys(issue.inst));
      return undefined;
    },
  });
  if (result.success) return { value: result.data, diagnostics: [] };
  const diagnostics = result.error.issues
    .filter((issue) => issue.code !== 'custom' || !knownKeys.has(pathKey(issue.path)))
    .flatMap((issue) => describe(issue, [], { source, knownKeys }));
  return { value: null, diagnostics };
}

interface Context {
  readonly source: YamlSource;
  readonly knownKeys: ReadonlyMap<string, readonly string[]>;
}

function describe(issue: Issue, base: Path, context: Context): Diagnostic[] {
  const path = [...base, ...(issue.path as (string | number)[])]; // safe cast: YAML keys are strings or numbers
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], issue, context));
    case 'invalid_union':
      return describeUnion(issue, path, context);
    case 'invalid_type':
      return [mistake(path, context, typeMessage(issue.expected, issue.input))];
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const guess = typeof issue.input === 'string' ? nearest(issue.input, choices) : undefined;
      const message = `must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}; was ${quote(issue.input)}`;
      return [mistake(path, context, message, guess && `did you mean "${guess}"?`)];
    }
    case 'invalid_key':
      return [
        mistake(path, context, `has a key that is not allowed: ${issue.issues.map((each) => each.message).join('; ')}`),
      ];
    default:
      return [mistake(path, context, `${issue.message}; was ${shown(path, issue.input)}`)];
  }
}

function describeUnion(issue: Issue & { code: 'invalid_union' }, path: Path, context: Context): Diagnostic[] {
  const rightType = issue.errors.filter((branch) => !branch.some(isRootTypeError));
  const best = rightType.toSorted((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best.flatMap((inner) => describe(inner, path, context));
  const expected = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) =>
      inner.code === 'invalid_type'
        ? [word(inner.expected)]
        : inner.code === 'invalid_value'
          ? [inner.values.map((each) => writeJson(each)).join(', ')]
          : [],
    ),
  );
  const designed = issue.message !== 'Invalid input';
  if (designed || expected.length === 0)
    return [mistake(path, context, `${issue.message}; was ${shown(path, issue.input)}`)];
  return [mistake(path, context, typeMessage([...new Set(expected)].join(' or '), issue.input))];
}

function isRootTypeError(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function unknownKey(path: Path, issue: Issue, context: Context): Diagnostic {
  const key = String(path.at(-1));
  const choices = context.knownKeys.get(pathKey(issue.path)) ?? [...context.knownKeys.values()].flat();
  return {
    severity: 'error',
    code: 'key-unknown',
    at: context.source.locate(path, 'key'),
    path: path.join('.'),
    message: `unknown key "${key}"`,
    hint: didYouMean(key, choices) ?? (choices.length > 0 ? `known here: ${choices.join(', ')}` : undefined),
  };
}

function mistake(path: Path, context: Context, message: string, hint?: string): Diagnostic {
  return {
    severity: 'error',
    code: 'value-invalid',
    at: context.source.locate(path),
    path: path.join('.'),
    message,
    hint,
  };
}

function typeMessage(expected: string, input: unknown): string {
  if (input === null) return `is empty; must be ${article(word(expected))}`;
  return input === undefined
    ? `is missing; must be ${article(word(expected))}`
    : `must be ${article(word(expected))}; was ${quote(input)}`;
}

const WORDS: { readonly [zod: string]: string } = { object: 'map', record: 'map', array: 'list', int: 'whole number' };

function word(expected: string): string {
  return WORDS[expected] ?? expected;
}

function article(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** Messages never quote a value under `actors` or a URL, because the value may be a secret and the URL may contain a password. */
function shown(path: Path, value: unknown): string {
  const isUrlWithPassword = typeof value === 'string' && /^[a-z]+:\/\/[^/]*@/i.test(value);
  return path.includes('actors') || isUrlWithPassword ? 'something else' : quote(value);
}

function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = writeJson(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function pathKey(path: readonly PropertyKey[] | undefined): string {
  return (path ?? []).map(String).join('\u0000');
}

function shapeKeys(instance: unknown): readonly string[] {
  const shape = (instance as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape; // zod's own introspection
  return shape === undefined ? [] : Object.keys(shape);
}
