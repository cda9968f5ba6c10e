import { isNumeric } from '../lib/json-text.ts';
import { didYouMean } from '../lib/nearest.ts';
import { compilePattern } from '../lib/pattern.ts';
import { previewValue } from '../lib/preview-value.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isSchema, KEYWORDS, type KeywordKind, kindOf } from './keywords.ts';

interface KeywordProblem {
  readonly path: readonly string[];
  readonly unknown: boolean;
  readonly message: string;
  readonly hint?: string;
}

/** Checks the keywords of one schema, without the schemas that are nested in it. */
export function keywordProblems(schema: JsonObject): readonly KeywordProblem[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword.startsWith('x-')) return [];
    const kind = kindOf(keyword);
    if (kind === undefined) return [unknownKeyword(keyword)];
    return [...valueProblems(keyword, kind, value), ...patternProblems(keyword, value)];
  });
}

function unknownKeyword(keyword: string): KeywordProblem {
  const hint =
    didYouMean(keyword, Object.keys(KEYWORDS)) ?? `if the key is an annotation, rename the key to x-${keyword}`;
  return { path: [keyword], unknown: true, message: `is not a keyword of JSON Schema: "${keyword}"`, hint };
}

function valueProblems(keyword: string, kind: KeywordKind, value: Json): readonly KeywordProblem[] {
  const { is, expected } = keyword === 'multipleOf' ? POSITIVE : keyword === 'enum' ? CHOICES : KINDS[kind];
  if (is(value)) return [];
  return [{ path: [keyword], unknown: false, message: `must be ${expected}; was ${previewValue(value, 60)}` }];
}

function patternProblems(keyword: string, value: Json): readonly KeywordProblem[] {
  const named = keyword === 'patternProperties' && isJsonObject(value) ? Object.keys(value) : [];
  const sources = keyword === 'pattern' && typeof value === 'string' ? [value] : named;
  return sources
    .filter((source) => compilePattern(source) === undefined)
    .map((source) => ({
      path: keyword === 'pattern' ? [keyword] : [keyword, source],
      unknown: false,
      message: `must be a regular expression; was ${previewValue(source, 60)}`,
    }));
}

const TYPES: readonly Json[] = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];

const KINDS: { readonly [kind in KeywordKind]: { is: (value: Json) => boolean; expected: string } } = {
  schema: { is: isSchema, expected: 'a schema' },
  schemas: {
    is: (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema),
    expected: 'a non-empty list of schemas',
  },
  'schemas-by-name': {
    is: (value) => isJsonObject(value) && Object.values(value).every(isSchema),
    expected: 'an object whose values are schemas',
  },
  number: { is: isNumeric, expected: 'a number' },
  count: {
    is: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
    expected: 'a non-negative whole number',
  },
  flag: { is: (value) => typeof value === 'boolean', expected: 'true or false' },
  text: { is: (value) => typeof value === 'string', expected: 'a string' },
  texts: { is: isTexts, expected: 'a list of distinct strings' },
  'texts-by-name': {
    is: (value) => isJsonObject(value) && Object.values(value).every(isTexts),
    expected: 'an object whose values are lists of strings',
  },
  types: { is: isTypes, expected: `one or more of ${TYPES.join(', ')}` },
  values: { is: (value) => Array.isArray(value), expected: 'a list' },
  anything: { is: () => true, expected: 'a value' },
};

const POSITIVE = { is: (value: Json) => isNumeric(value) && value > 0, expected: 'a number above 0' };
const CHOICES = {
  is: (value: Json) => Array.isArray(value) && value.length > 0,
  expected: 'a non-empty list of values',
};

function isTexts(value: Json): boolean {
  return (
    Array.isArray(value) && value.every((item) => typeof item === 'string') && new Set(value).size === value.length
  );
}

function isTypes(value: Json): boolean {
  const types = Array.isArray(value) ? value : [value];
  return types.length > 0 && types.every((type) => TYPES.includes(type)) && new Set(types).size === types.length;
}
