import { writeJson } from '../lib/json-text.ts';
import type { Json } from '../model/json.ts';
import type { Surface, SurfaceField, SurfaceOperation } from '../model/surface.ts';
import type { ApiDocument, ApiOperation } from '../openapi/api-document.ts';
import { schemaMembers } from '../schema/members.ts';
import { typeWords } from '../schema/type-words.ts';
import { compareSurfaces } from './lattice/compare-surfaces.ts';
import type { Difference, DifferenceKind } from './lattice/difference.ts';
import { pairFields } from './lattice/pair-fields.ts';
import { pairOperations } from './lattice/pair-operations.ts';
import { documentSurface } from './sources/openapi.ts';

export type DocumentChangeKind =
  | 'operation-added'
  | 'operation-removed'
  | 'lifecycle-changed'
  | `${'field' | 'answer'}-${'added' | 'removed'}`
  | 'field-moved'
  | `${'type' | 'requiredness' | 'values' | 'default' | 'answer-type'}-changed`;

/** One thing that a newer document says otherwise. */
export interface DocumentChange {
  readonly kind: DocumentChangeKind;
  /** `POST /v1/orders/{order_id}/ship`. */
  readonly operation: string;
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  /** A caller who goes by the older document may fail. */
  readonly breaking: boolean;
}

export interface DocumentDiff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  /** Sorted by operation and field. */
  readonly changes: readonly DocumentChange[];
}

/** What changed from one document to a newer one. Time grows with the sum of their sizes. */
export function diffDocuments(before: ApiDocument, after: ApiDocument): DocumentDiff {
  const [old, now] = [before, after].map((document, index) =>
    documentSurface(document, { source: `openapi:${index}` }),
  ) as [Surface, Surface]; // two documents, two surfaces
  const { pairs } = pairOperations(old.operations, now.operations);
  const answers = [answerTypes(before), answerTypes(after)] as const;
  const changes = [
    ...compareSurfaces(old, now, { exactTypes: true }).map(toChange),
    ...pairs.flatMap(([a, b]) => [...lifecycleChange(a, b), ...defaultChanges(a, b), ...answerChanges(a, b, answers)]),
  ].sort(byPlace);
  const count = (kind: DocumentChangeKind) => changes.filter((change) => change.kind === kind).length;
  const [added, removed] = [count('operation-added'), count('operation-removed')];
  const touched = new Set(changes.map(({ operation }) => operation)).size - added - removed;
  return { operations: { added, removed, changed: touched, same: pairs.length - touched }, changes };
}

const KINDS = {
  'operation-missing': 'operation-removed',
  'operation-extra': 'operation-added',
  'field-missing': 'field-removed',
  'field-extra': 'field-added',
  'place-differs': 'field-moved',
  'type-differs': 'type-changed',
  'requiredness-differs': 'requiredness-changed',
  'enum-differs': 'values-changed',
  'answer-missing': 'answer-removed',
  'answer-extra': 'answer-added',
} as const satisfies Record<DifferenceKind, DocumentChangeKind>;

function toChange({ kind, operation, field, a, b, breaking }: Difference): DocumentChange {
  const isWider = kind === 'type-differs' && isWithin(a.says, b.says);
  const change = { operation, field, before: a.says, after: b.says };
  return { kind: KINDS[kind], ...change, breaking: breaking && !isWider };
}

/** Every alternative of one is one of the other. */
function isWithin(narrow: string, wide: string): boolean {
  const admitted = new Set(wide.split(' or '));
  if (admitted.has('number')) admitted.add('integer');
  return narrow.split(' or ').every((word) => admitted.has(word));
}

function lifecycleChange(a: SurfaceOperation, b: SurfaceOperation): readonly DocumentChange[] {
  if (a.lifecycle === b.lifecycle) return [];
  const change = { operation: a.id, field: null, before: a.lifecycle, after: b.lifecycle };
  return [{ kind: 'lifecycle-changed', ...change, breaking: false }];
}

function defaultChanges(a: SurfaceOperation, b: SurfaceOperation): readonly DocumentChange[] {
  if (![...a.fields, ...b.fields].some((field) => field.default !== undefined)) return [];
  return pairFields(a, b).pairs.flatMap(([one, two]) => defaultChange(a, one, two));
}

function defaultChange({ id }: SurfaceOperation, a: SurfaceField, b: SurfaceField): readonly DocumentChange[] {
  const [before, after] = [defaultWords(a.default), defaultWords(b.default)];
  return before === after
    ? []
    : [{ kind: 'default-changed', operation: id, field: a.name, before, after, breaking: false }];
}

function defaultWords(value: Json | undefined): string {
  return value === undefined ? 'nothing' : writeJson(value);
}

type AnswerTypes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Operation → member of a successful answer → its type. */
function answerTypes(document: ApiDocument): AnswerTypes {
  return new Map(
    document.operations.map((operation) => [`${operation.method} ${operation.path}`, typesOf(operation, document)]),
  );
}

const DEPTH = 6;

function typesOf({ responses }: ApiOperation, { schemas }: ApiDocument): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { status, schema } of responses) {
    if (status < 200 || status >= 300 || schema === undefined) continue;
    const whole = typeWords(schema, schemas);
    if (whole !== null) types.set('', whole);
    for (const { pointer, schema: member } of schemaMembers(schema, { schemas, without: 'writeOnly', depth: DEPTH })) {
      const words = typeWords(member, schemas);
      if (words !== null && !types.has(pointer)) types.set(pointer, words);
    }
  }
  return types;
}

function answerChanges(
  a: SurfaceOperation,
  b: SurfaceOperation,
  [old, now]: readonly [AnswerTypes, AnswerTypes],
): readonly DocumentChange[] {
  const types = now.get(b.id);
  return [...(old.get(a.id) ?? [])].flatMap(([pointer, before]): readonly DocumentChange[] => {
    const after = types?.get(pointer);
    if (after === undefined || after === before) return [];
    const change = { operation: a.id, field: pointer, before, after };
    return [{ kind: 'answer-type-changed', ...change, breaking: !isWithin(after, before) }];
  });
}

function byPlace(a: DocumentChange, b: DocumentChange): number {
  const [left, right] = [a, b].map(({ operation, field, kind }) => `${operation} ${field ?? ''} ${kind}`);
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
