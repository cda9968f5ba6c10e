import { isNumeric } from '../../lib/json-text.ts';
import type { Aspect, Tendency } from '../../model/diff-rules.ts';
import type { Json } from '../../model/json.ts';
import type { Variant } from './schema-view.ts';

export interface ValueChange {
  readonly aspect: Aspect;
  readonly tendency: Tendency;
  /** JSON pointer to the changed member, or empty if the whole value changed. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export function compareNumbers(a: Variant, b: Variant): readonly ValueChange[] {
  return [...compareTwoRanges('range', rangeOf(a), rangeOf(b)), ...compareSteps(a, b), ...compareNumberFormats(a, b)];
}

interface Bound {
  readonly at: number | bigint;
  /** True if the bound is exclusive, as in `> 5`. */
  readonly isOpen: boolean;
}

interface Range {
  readonly low: Bound | null;
  readonly high: Bound | null;
}

function rangeOf({ keywords, types }: Variant): Range {
  const isWhole = types?.has('integer') === true && !types.has('number');
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = keywords;
  const low = strictest(bound(minimum, false), bound(exclusiveMinimum, true), 1);
  const high = strictest(bound(maximum, false), bound(exclusiveMaximum, true), -1);
  return isWhole ? { low: whole(low, 1), high: whole(high, -1) } : { low, high };
}

function bound(value: Json | undefined, isOpen: boolean): Bound | null {
  return isNumeric(value) ? { at: value, isOpen } : null;
}

/** Returns the stricter of two lower bounds (`sign` 1) or of two upper bounds (`sign` -1). */
function strictest(a: Bound | null, b: Bound | null, sign: 1 | -1): Bound | null {
  return compareBound(a, b, sign) >= 0 ? a : b;
}

/** The result is positive if `a` is stricter. */
function compareBound(a: Bound | null, b: Bound | null, sign: 1 | -1): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (a.at !== b.at) return (a.at > b.at ? 1 : a.at < b.at ? -1 : 0) * sign;
  return Number(a.isOpen) - Number(b.isOpen);
}

/** Returns the nearest bound that is itself an allowed whole number: `> 1.5` becomes `≥ 2`. */
function whole(given: Bound | null, sign: 1 | -1): Bound | null {
  if (given === null) return null;
  const { at, isOpen } = given;
  if (typeof at === 'bigint') return { at: isOpen ? at + BigInt(sign) : at, isOpen: false };
  const inner = sign === 1 ? Math.ceil(at) : Math.floor(at);
  return { at: isOpen && inner === at && Number.isSafeInteger(at + sign) ? at + sign : inner, isOpen: false };
}

function compareTwoRanges(aspect: Aspect, a: Range, b: Range): readonly ValueChange[] {
  const [low, high] = [compareBound(a.low, b.low, 1), compareBound(a.high, b.high, -1)];
  return change(aspect, tendencyOf(low < 0 || high < 0, low > 0 || high > 0), [rangeWords(a), rangeWords(b)]);
}

function rangeWords({ low, high }: Range): string {
  const words = [
    ...(low === null ? [] : [`${low.isOpen ? '>' : '≥'} ${low.at}`]),
    ...(high === null ? [] : [`${high.isOpen ? '<' : '≤'} ${high.at}`]),
  ];
  return words.join(', ') || 'no bounds';
}

/** Lengths and counts are never negative, so a minimum of 0 restricts nothing. */
export function compareBounds(
  aspect: Aspect,
  [a, b]: readonly [Variant, Variant],
  [least, most]: readonly [string, string],
): readonly ValueChange[] {
  const read = ({ keywords }: Variant): Range => {
    const low = bound(keywords[least], false);
    return { low: low !== null && low.at > 0 ? low : null, high: bound(keywords[most], false) };
  };
  return compareTwoRanges(aspect, read(a), read(b));
}

function compareSteps(a: Variant, b: Variant): readonly ValueChange[] {
  const [before, after] = [a, b].map(({ keywords: { multipleOf } }) =>
    isNumeric(multipleOf) ? Number(multipleOf) : null,
  );
  if (before === after || before === undefined || after === undefined) return [];
  const isWithin = (one: number | null, other: number | null) =>
    other === null || (one !== null && Number.isInteger(one / other));
  const words = (step: number | null) => (step === null ? 'any number' : `a multiple of ${step}`);
  return change('step', tendencyOf(!isWithin(before, after), !isWithin(after, before)), [words(before), words(after)]);
}

/** A format with a larger number allows a larger range. */
export const SIZES: { readonly [format: string]: number } = { int32: 1, float: 1, int64: 2, double: 2 };

function compareNumberFormats(a: Variant, b: Variant): readonly ValueChange[] {
  const [one, other] = [a.keywords.format, b.keywords.format].map((format) =>
    typeof format === 'string' ? format : '',
  );
  if (one === other || one === undefined || other === undefined) return [];
  const [before, after] = [SIZES[one] ?? (one === '' ? 2 : null), SIZES[other] ?? (other === '' ? 2 : null)];
  const isKnown = before !== null && after !== null;
  const tendency = isKnown ? tendencyOf(after < before, after > before) : tendencyOf(other !== '', one !== '');
  return change('format', tendency ?? 'neutral', [one || 'no format', other || 'no format']);
}

export function change(
  aspect: Aspect,
  tendency: Tendency | null,
  [before, after]: readonly [string, string],
): readonly ValueChange[] {
  return tendency === null ? [] : [{ aspect, tendency, field: '', before, after }];
}

export function tendencyOf(isNarrower: boolean, isWider: boolean): Tendency | null {
  if (isNarrower) return isWider ? 'changed' : 'narrowed';
  return isWider ? 'widened' : null;
}
