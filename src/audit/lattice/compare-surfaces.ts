import type { Surface, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import { compareFields } from './compare-fields.ts';
import type { ComparisonOptions, Difference, Told } from './difference.ts';
import { outline } from './outline.ts';
import { pairFields } from './pair-fields.ts';
import { pairOperations } from './pair-operations.ts';
import { placeWords } from './place-words.ts';

const NOTHING: Told = { says: 'nothing', at: null };

/**
 * Where two surfaces disagree, sorted. What a source does not say it does not deny: one that is not complete denies no
 * operation or field, and no place, type, requiredness or answer is compared that one of them leaves open.
 * Time grows with the sum of their sizes.
 */
export function compareSurfaces(a: Surface, b: Surface, options: ComparisonOptions = {}): readonly Difference[] {
  const { pairs, onlyA, onlyB } = pairOperations(a.operations, b.operations);
  const found = [
    ...(b.complete.operations ? onlyA.filter(isExpected).map((each) => operationMissing(each, false)) : []),
    ...(a.complete.operations ? onlyB.filter(isExpected).map((each) => operationMissing(each, true)) : []),
    ...pairs.flatMap(([mine, other]) => [
      ...fieldDifferences(mine, other, { a, b, options }),
      ...answerDifferences(mine, other, { a, b }),
    ]),
  ];
  return found.sort(byPlace);
}

/** A proposed operation may be absent. */
function isExpected({ lifecycle }: SurfaceOperation): boolean {
  return lifecycle !== 'proposed';
}

function operationMissing(operation: SurfaceOperation, isExtra: boolean): Difference {
  const told = { says: operationWords(operation), at: operation.at };
  return {
    kind: isExtra ? 'operation-extra' : 'operation-missing',
    operation: operation.id,
    field: null,
    a: isExtra ? NOTHING : told,
    b: isExtra ? told : NOTHING,
    breaking: !isExtra,
  };
}

export function operationWords({ request, names, id }: SurfaceOperation): string {
  return request === null ? (names[0] ?? id) : `${request.method} ${request.path}`;
}

interface Sides {
  readonly a: Surface;
  readonly b: Surface;
}

function fieldDifferences(
  mine: SurfaceOperation,
  other: SurfaceOperation,
  { a, b, options }: Sides & { readonly options: ComparisonOptions },
): readonly Difference[] {
  const { pairs, onlyA, onlyB } = pairFields(mine, other);
  const lost = b.complete.fields ? unexplained(onlyA, other) : [];
  const gained = a.complete.fields ? unexplained(onlyB, mine) : [];
  return [
    ...lost.map((field): Difference => ({ ...fieldOnly(mine, field), kind: 'field-missing', breaking: true })),
    ...gained.map((field): Difference => {
      const { a: told, b: nothing, ...rest } = fieldOnly(mine, field);
      return { ...rest, kind: 'field-extra', a: nothing, b: told, breaking: field.required === true };
    }),
    ...pairs.flatMap(([one, two]) => compareFields(mine, one, { other: two, paths: [mine, other], options })),
  ];
}

/** An operation's outline is drawn only where something is missing from it. */
function unexplained(fields: readonly SurfaceField[], { fields: others }: SurfaceOperation): readonly SurfaceField[] {
  if (fields.length === 0) return fields;
  const drawn = outline(others.map(({ name }) => name));
  return fields.filter(({ name }) => !drawn.implies(name));
}

function fieldOnly({ id }: SurfaceOperation, field: SurfaceField): Omit<Difference, 'kind' | 'breaking'> {
  return { operation: id, field: field.name, a: { says: fieldWords(field), at: field.at }, b: NOTHING };
}

/** Where it travels; else that it is there at all. */
export function fieldWords({ place, name }: SurfaceField): string {
  return place === null ? name : placeWords(place);
}

function answerDifferences(mine: SurfaceOperation, other: SurfaceOperation, { a, b }: Sides): readonly Difference[] {
  if (mine.answers === null || other.answers === null) return [];
  const lost = b.complete.fields ? unanswered(mine.answers, other.answers) : [];
  const gained = a.complete.fields ? unanswered(other.answers, mine.answers) : [];
  const point = { operation: mine.id };
  return [
    ...lost.map(
      (field): Difference => ({
        ...{ ...point, kind: 'answer-missing', field, breaking: true },
        a: { says: 'answered', at: mine.at },
        b: NOTHING,
      }),
    ),
    ...gained.map(
      (field): Difference => ({
        ...{ ...point, kind: 'answer-extra', field, breaking: false },
        a: NOTHING,
        b: { says: 'answered', at: other.at },
      }),
    ),
  ];
}

function unanswered(pointers: readonly string[], others: readonly string[]): readonly string[] {
  const same = new Set(others);
  const rest = pointers.filter((pointer) => !same.has(pointer));
  if (rest.length === 0) return rest;
  const drawn = outline(others);
  return rest.filter((pointer) => !drawn.has(pointer) && !drawn.implies(pointer));
}

function byPlace(a: Difference, b: Difference): number {
  return (
    compareText(a.operation, b.operation) || compareText(a.field ?? '', b.field ?? '') || compareText(a.kind, b.kind)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
