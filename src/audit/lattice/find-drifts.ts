import { writeJson } from '../../lib/json-text.ts';
import type { Drift, DriftKind, Saying } from '../../model/drift.ts';
import type { Json } from '../../model/json.ts';
import { requestText } from '../../model/route.ts';
import {
  type Citation,
  type SourceId,
  type Surface,
  type SurfaceField,
  type SurfaceOperation,
  sourceKind,
} from '../../model/surface.ts';
import { joinLattice, type Lattice, type LatticeField, type LatticeOperation } from './join-lattice.ts';
import { makeDrift } from './make-drift.ts';
import { type Outline, outline } from './outline.ts';
import { foldedParts, placeKey, placeWords } from './place-words.ts';
import { typesAgree } from './types-agree.ts';

export interface DriftOptions {
  /** Returns false if the operation may be missing from the source. */
  readonly isMeant?: (source: SourceId, operation: string) => boolean;
}

export function findDrifts(surfaces: readonly Surface[], options: DriftOptions = {}): readonly Drift[] {
  const lattice = joinLattice(surfaces);
  const drifts = lattice.operations.flatMap((row) => [
    ...presenceDrifts(row, lattice, options),
    ...fieldsOf(row, lattice),
    ...answerDrifts(row, lattice),
  ]);
  return drifts.sort(byPlace);
}

interface Word<T> {
  readonly source: SourceId;
  readonly value: T;
  /** The value in words, for messages. */
  readonly says: string;
  readonly at: Citation | null;
}

interface Point<T> {
  readonly operation: string;
  readonly field: string | null;
  readonly kind: (culprit: Word<T> | null) => DriftKind;
  readonly words: readonly Word<T>[];
  readonly agree: (a: T, b: T) => boolean;
}

function judgePoint<T>({ operation, field, kind, words, agree }: Point<T>): readonly Drift[] {
  const sayings = words.map(({ source, says, at }): Saying => ({ source, says, at }));
  return judgeVoices(words, agree).map((culprit) => {
    const word = words.find(({ source }) => source === culprit) ?? null;
    return makeDrift({ kind: kind(word), operation, field, sayings, culprit });
  });
}

function presenceDrifts(
  { id, cells }: LatticeOperation,
  { surfaces }: Lattice,
  { isMeant }: DriftOptions,
): readonly Drift[] {
  const isExpected = [...cells.values()].some(({ lifecycle }) => lifecycle !== 'proposed');
  if (!isExpected) return [];
  const words = surfaces.flatMap(({ source, complete }): readonly Word<boolean>[] => {
    const operation = cells.get(source);
    if (operation !== undefined) return [{ source, value: true, says: operationWords(operation), at: operation.at }];
    const isSilent = !complete.operations || isMeant?.(source, id) === false;
    return isSilent ? [] : [{ source, value: false, says: 'nothing', at: null }];
  });
  return judgePoint({ operation: id, field: null, words, agree: Object.is, kind: presenceKind('operation') });
}

function presenceKind(what: 'operation' | 'field'): Point<boolean>['kind'] {
  return (culprit) => (culprit?.value === true ? `${what}-only-here` : `${what}-absent-here`);
}

function fieldsOf(row: LatticeOperation, lattice: Lattice): readonly Drift[] {
  const outlines = new Map(
    [...row.cells].map(([source, { fields }]) => [source, outline(fields.map(({ name }) => name))]),
  );
  return row.fields.flatMap((field) => [
    ...fieldPresence(row, field, { lattice, outlines }),
    ...fieldDrifts(row, field),
  ]);
}

interface Presence {
  readonly lattice: Lattice;
  readonly outlines: ReadonlyMap<SourceId, Outline>;
}

function fieldPresence(
  row: LatticeOperation,
  { name, cells }: LatticeField,
  { lattice, outlines }: Presence,
): readonly Drift[] {
  const words = lattice.surfaces.flatMap(({ source, complete }): readonly Word<boolean>[] => {
    const field = cells.get(source);
    if (field !== undefined) return [{ source, value: true, says: fieldWords(field), at: field.at }];
    const operation = row.cells.get(source);
    const isSilent = operation === undefined || !complete.fields || outlines.get(source)?.implies(name);
    return isSilent ? [] : [{ source, value: false, says: 'nothing', at: operation.at }];
  });
  return judgePoint({ operation: row.id, field: name, words, agree: Object.is, kind: presenceKind('field') });
}

function fieldDrifts(row: LatticeOperation, { name, cells }: LatticeField): readonly Drift[] {
  const point = { operation: row.id, field: name };
  const said = <T>(read: (field: SurfaceField) => T | null, says: (field: SurfaceField) => string) =>
    [...cells].flatMap(([source, field]): readonly Word<T>[] => {
      const value = read(field);
      return value === null ? [] : [{ source, value, says: says(field), at: field.at }];
    });
  const pathOf = (source: SourceId) => row.cells.get(source)?.request?.path;
  const allPaths = [...row.cells.values()].every(({ request }) => request !== null);
  const places = [...cells].flatMap(([source, { place, at }]): readonly Word<string>[] =>
    place === null
      ? []
      : [{ source, value: placeKey(place, allPaths ? pathOf(source) : undefined), says: placeWords(place), at }],
  );
  const types = said(
    ({ type }) => type,
    ({ type }) => type ?? '',
  );
  const needs = said(({ required }) => required, needWords);
  const enums = said(
    (field) => (field.enum === undefined ? null : enumKey(field.enum)),
    (field) => enumWords(field.enum ?? []),
  );
  return [
    ...judgePoint({ ...point, kind: () => 'place-differs', words: places, agree: Object.is }),
    ...judgePoint({ ...point, kind: () => 'type-differs', words: types, agree: typesAgree }),
    ...judgePoint({ ...point, kind: () => 'requiredness-differs', words: needs, agree: Object.is }),
    ...judgePoint({ ...point, kind: () => 'enum-differs', words: enums, agree: Object.is }),
  ];
}

function answerDrifts({ id, cells }: LatticeOperation, { surfaces }: Lattice): readonly Drift[] {
  const telling = surfaces.flatMap(({ source, complete }) => {
    const operation = cells.get(source);
    if (operation === undefined || operation.answers === null) return [];
    return [{ source, complete, operation, outline: outline(operation.answers) }];
  });
  const spellings = telling.flatMap(({ operation }) => operation.answers ?? []).toReversed();
  const pointers = new Map(spellings.map((pointer) => [foldedParts(pointer).join('.'), pointer]));
  return [...pointers.values()].flatMap((pointer) => {
    const words = telling.flatMap(({ source, complete, operation, outline: has }): readonly Word<boolean>[] => {
      if (has.has(pointer)) return [{ source, value: true, says: 'answered', at: operation.at }];
      const isSilent = !complete.fields || has.implies(pointer);
      return isSilent ? [] : [{ source, value: false, says: 'nothing', at: operation.at }];
    });
    return judgePoint({ operation: id, field: pointer, words, agree: Object.is, kind: () => 'answer-differs' });
  });
}

function byPlace(a: Drift, b: Drift): number {
  const key = ({ operation, field, kind, culprit }: Drift) =>
    [operation, field ?? '', kind, culprit ?? ''].join('\u0000');
  const [one, two] = [key(a), key(b)];
  return one < two ? -1 : one > two ? 1 : 0;
}

interface Voice<T> {
  readonly source: SourceId;
  readonly value: T;
}

/** In the result, `null` stands for a wrong source that cannot be determined. */
function judgeVoices<T>(voices: readonly Voice<T>[], agree: (a: T, b: T) => boolean): readonly (SourceId | null)[] {
  const camps = campsOf(voices, agree);
  const [first, second] = camps;
  if (first === undefined || second === undefined) return [];
  if (first.length > second.length) {
    const others = camps.slice(1);
    const lone = others.filter((camp) => camp.length === 1).flatMap((camp) => camp.map(({ source }) => source));
    return others.some((camp) => camp.length > 1) ? [...lone, null] : lone;
  }
  return [camps.length === 2 && first.length === 1 ? lighter(first, second) : null];
}

/** Forms groups of sources that all agree with each other, the largest group first. */
function campsOf<T>(voices: readonly Voice<T>[], agree: (a: T, b: T) => boolean): readonly (readonly Voice<T>[])[] {
  const camps: Voice<T>[][] = [];
  for (const voice of voices) {
    const home = camps.find((camp) => camp.every(({ value }) => agree(value, voice.value)));
    if (home === undefined) camps.push([voice]);
    else home.push(voice);
  }
  return camps.sort((a, b) => b.length - a.length);
}

/** If two sources disagree, the source with the smaller weight counts as wrong. */
const WEIGHT = { contract: 3, openapi: 3, observed: 3, client: 2, docs: 1, manifest: 1 };

function lighter<T>([a]: readonly Voice<T>[], [b]: readonly Voice<T>[]): SourceId | null {
  if (a === undefined || b === undefined) return null;
  const difference = WEIGHT[sourceKind(a.source)] - WEIGHT[sourceKind(b.source)];
  return difference === 0 ? null : difference < 0 ? a.source : b.source;
}

function operationWords({ request, names, id }: SurfaceOperation): string {
  return request === null ? (names[0] ?? id) : requestText(request);
}

function fieldWords({ place, name }: SurfaceField): string {
  return place === null ? name : placeWords(place);
}

function needWords({ required }: SurfaceField): string {
  return required ? 'required' : 'optional';
}

function enumKey(values: readonly Json[]): string {
  return [...new Set(values.map((value) => writeJson(value)))].sort().join(',');
}

function enumWords(values: readonly Json[]): string {
  return values
    .map((value) => (typeof value === 'string' ? value : writeJson(value)))
    .toSorted()
    .join(' | ');
}
