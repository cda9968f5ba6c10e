import { numberOf, type Shape } from './shape.ts';

/** The allowed numbers are the multiples of `step` from `first * step` to `last * step`. */
interface NumberRange {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** Returns undefined if no number is allowed, or if the allowed numbers cannot be computed. */
export function numberRange(shape: Shape, whole: boolean): NumberRange | undefined {
  const low = lowest(shape);
  const high = highest(shape);
  const stated = numberOf(shape, 'multipleOf');
  const step = stated === undefined ? 1 : whole ? wholeStep(stated) : stated;
  if (step === undefined) return undefined;
  const range = { first: stepAbove(low, step), last: stepBelow(high, step), step };
  if (range.first <= range.last) return range;
  if (whole || stated !== undefined || low.at >= high.at) return undefined;
  const between = low.at + (high.at - low.at) / 2;
  return between > low.at && between < high.at ? { first: 1, last: 1, step: between } : undefined;
}

interface End {
  readonly at: number;
  readonly open: boolean;
}

function lowest(shape: Shape): End {
  const [at, above] = [numberOf(shape, 'minimum'), numberOf(shape, 'exclusiveMinimum')];
  if (above !== undefined && above >= (at ?? above)) return { at: above, open: true };
  return { at: at ?? Number.NEGATIVE_INFINITY, open: false };
}

function highest(shape: Shape): End {
  const [at, below] = [numberOf(shape, 'maximum'), numberOf(shape, 'exclusiveMaximum')];
  if (below !== undefined && below <= (at ?? below)) return { at: below, open: true };
  return { at: at ?? Number.POSITIVE_INFINITY, open: false };
}

function stepAbove({ at, open }: End, step: number): number {
  const first = Math.ceil(at / step);
  return open && first * step <= at ? first + 1 : first;
}

function stepBelow({ at, open }: End, step: number): number {
  const last = Math.floor(at / step);
  return open && last * step >= at ? last - 1 : last;
}

function wholeStep(step: number): number | undefined {
  for (let factor = 1; factor <= 1000; factor++) if (Number.isInteger(step * factor)) return step * factor;
  return undefined;
}
