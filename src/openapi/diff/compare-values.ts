import { writeJson } from '../../lib/json-text.ts';
import type { Aspect } from '../../model/diff-rules.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { CHOOSES } from '../read-schema.ts';
import { change, compareBounds, compareNumbers, SIZES, tendencyOf, type ValueChange } from './compare-numbers.ts';
import { allowedValues, type Variant } from './schema-view.ts';

/** True if values are sent as text. Every integer is then also a valid string. */
export interface Comparing {
  readonly isText: boolean;
}

export function compareValues(a: Variant, b: Variant, comparing: Comparing): readonly ValueChange[] {
  // If both schemas have a list of values, the values are compared as text, because their types may differ.
  const isListed =
    comparing.isText && allowedValues(a.keywords) !== undefined && allowedValues(b.keywords) !== undefined;
  const types = isListed ? [] : compareTypes(a, b, comparing);
  const shared = { a, b, has: (type: string) => mayBe(a, type) && mayBe(b, type) };
  return [...types, ...compareNull(a, b), ...compareShared(shared, comparing), ...compareAnnotations(a, b)];
}

interface Shared {
  readonly a: Variant;
  readonly b: Variant;
  readonly has: (type: string) => boolean;
}

export function mayBe({ types }: Variant, type: string): boolean {
  return types === null || types.has(type) || (type === 'number' && types.has('integer'));
}

function compareTypes(a: Variant, b: Variant, comparing: Comparing): readonly ValueChange[] {
  const lost = typesBeyond(a, b, comparing);
  const gained = typesBeyond(b, a, comparing);
  return change('type', tendencyOf(lost, gained), [typeWords(a), typeWords(b)]);
}

function typesBeyond({ types }: Variant, other: Variant, { isText }: Comparing): boolean {
  if (types === null) return other.types !== null && !(isText && other.types.has('string'));
  const isScalar = (type: string) => type !== 'array' && type !== 'object';
  return [...types].some(
    (type) =>
      type !== 'null' &&
      !(other.types === null || other.types.has(type)) &&
      !(type === 'integer' && other.types.has('number')) &&
      !(isText && isScalar(type) && other.types.has('string')),
  );
}

function compareNull(a: Variant, b: Variant): readonly ValueChange[] {
  if (a.types === null || b.types === null) return [];
  const [before, after] = [a.types.has('null'), b.types.has('null')];
  const words = (isNullable: boolean) => (isNullable ? 'or null' : 'never null');
  return change('null', tendencyOf(before && !after, after && !before), [words(before), words(after)]);
}

export function typeWords({ types }: Variant): string {
  if (types === null) return 'anything';
  return (
    [...types]
      .filter((type) => type !== 'null')
      .toSorted()
      .join(' or ') || (types.has('null') ? 'null' : 'nothing')
  );
}

function compareShared(shared: Shared, comparing: Comparing): readonly ValueChange[] {
  const { a, b, has } = shared;
  const isShared = ['string', 'number', 'boolean', 'array', 'object'].some(has);
  return [
    ...(isShared ? compareEnums(a, b, comparing) : []),
    ...(has('number') ? compareNumbers(a, b) : []),
    ...(has('string') ? compareTexts(a, b) : []),
    ...(has('array') ? compareLists(a, b) : []),
    ...(has('object') ? compareBounds('member-count', [a, b], ['minProperties', 'maxProperties']) : []),
    ...compareSets('condition', a.conditions, b.conditions),
    ...compareChooser(a, b),
  ];
}

function compareEnums(a: Variant, b: Variant, { isText }: Comparing): readonly ValueChange[] {
  const read = (each: Variant) =>
    listedValues(each)
      ?.filter((value) => value !== null)
      .map((value) => (isText || typeof value === 'string' ? String(value) : writeJson(value)));
  const [before, after] = [read(a), read(b)];
  if (before === undefined || after === undefined) {
    const words = [before?.join(' | ') ?? 'any value', after?.join(' | ') ?? 'any value'] as const;
    return change(
      'enum',
      tendencyOf(after === undefined ? false : before === undefined, before !== undefined && after === undefined),
      words,
    );
  }
  const [lost, gained] = differing(before, after);
  const tendency = tendencyOf(lost.length > 0, gained.length > 0);
  return change('enum', tendency, [lost.join(' | ') || 'nothing', gained.join(' | ') || 'nothing']);
}

/** An `enum` of both booleans restricts nothing, so the result is undefined. */
function listedValues({ keywords, types }: Variant): readonly Json[] | undefined {
  const values = allowedValues(keywords);
  const isEvery = types !== null && [...types].every((type) => type === 'boolean' || type === 'null');
  return isEvery && values?.includes(true) && values.includes(false) ? undefined : values;
}

function differing(a: readonly string[], b: readonly string[]): readonly [readonly string[], readonly string[]] {
  const [before, after] = [new Set(a), new Set(b)];
  return [[...before].filter((each) => !after.has(each)), [...after].filter((each) => !before.has(each))];
}

/** A format such as `password` only says how to display a value, so it allows every string. */
const PRESENTATION = new Set(['password', 'string', 'text', 'textarea', 'markdown', 'html']);

function compareTexts(a: Variant, b: Variant): readonly ValueChange[] {
  const formats = (each: Variant) =>
    textsOf(each, 'format').filter((format) => !PRESENTATION.has(format) && SIZES[format] === undefined);
  const encodings = (each: Variant) => [...textsOf(each, 'contentEncoding'), ...textsOf(each, 'contentMediaType')];
  return [
    ...compareBounds('length', [a, b], ['minLength', 'maxLength']),
    ...compareSets('pattern', textsOf(a, 'pattern'), textsOf(b, 'pattern')),
    ...compareSets('format', formats(a), formats(b)),
    ...compareSets('encoding', encodings(a), encodings(b)),
  ];
}

function compareLists(a: Variant, b: Variant): readonly ValueChange[] {
  const [before, after] = [a.keywords.uniqueItems === true, b.keywords.uniqueItems === true];
  const words = (isUnique: boolean) => (isUnique ? 'no two equal items' : 'equal items allowed');
  return [
    ...compareBounds('item-count', [a, b], ['minItems', 'maxItems']),
    ...change('unique', tendencyOf(after && !before, before && !after), [words(before), words(after)]),
  ];
}

/** Contracts and recordings have no discriminator values, so a comparison with them ignores the values. */
function compareChooser(a: Variant, b: Variant): readonly ValueChange[] {
  const [before, after] = [textsOf(a, CHOOSES), textsOf(b, CHOOSES)];
  return before.length === 0 || after.length === 0 ? [] : compareSets('condition', before, after);
}

function textsOf({ parts }: Variant, keyword: string): readonly string[] {
  return parts.flatMap((part) => (typeof part[keyword] === 'string' ? [part[keyword]] : []));
}

/** A value must fulfil every condition, so a new condition allows fewer values. */
function compareSets(aspect: Aspect, a: readonly string[], b: readonly string[]): readonly ValueChange[] {
  const [lost, gained] = differing(a, b);
  const words = [lost.join(' and ') || 'none', gained.join(' and ') || 'none'] as const;
  return change(aspect, tendencyOf(gained.length > 0, lost.length > 0), words);
}

function compareAnnotations({ keywords: a }: Variant, { keywords: b }: Variant): readonly ValueChange[] {
  const words = (value: Json | undefined) => (value === undefined ? 'none' : writeJson(value));
  const isDeprecated = (each: JsonObject) => (each.deprecated === true ? 'deprecated' : 'not deprecated');
  return [
    ...different('default', words(a.default), words(b.default)),
    ...different('deprecated', isDeprecated(a), isDeprecated(b)),
  ];
}

function different(aspect: Aspect, before: string, after: string): readonly ValueChange[] {
  return before === after ? [] : [{ aspect, tendency: 'neutral', field: '', before, after }];
}
