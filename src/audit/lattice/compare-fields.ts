import { writeJson } from '../../lib/json-text.ts';
import type { Json } from '../../model/json.ts';
import type { SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import type { ComparisonOptions, Difference } from './difference.ts';
import { placeKey, placeWords } from './place-words.ts';
import { typesAgree } from './types-agree.ts';

interface Against {
  readonly other: SurfaceField;
  /** The operations that the two are of. */
  readonly paths: readonly [SurfaceOperation, SurfaceOperation];
  readonly options: ComparisonOptions;
}

/** Where two surfaces disagree about one field. */
export function compareFields(
  { id }: SurfaceOperation,
  field: SurfaceField,
  { other, paths, options }: Against,
): readonly Difference[] {
  const difference = (kind: Difference['kind'], says: readonly [string, string], breaking: boolean): Difference => ({
    ...{ kind, operation: id, field: field.name, breaking },
    a: { says: says[0], at: field.at },
    b: { says: says[1], at: other.at },
  });
  const found: Difference[] = [];
  if (field.place !== null && other.place !== null && !samePlace(field, other, paths))
    found.push(difference('place-differs', [placeWords(field.place), placeWords(other.place)], true));
  if (field.type !== null && other.type !== null && !sameType(field.type, other.type, options))
    found.push(difference('type-differs', [field.type, other.type], true));
  if (field.required !== null && other.required !== null && field.required !== other.required)
    found.push(difference('requiredness-differs', [needWords(field), needWords(other)], other.required));
  if (field.enum !== undefined && other.enum !== undefined && enumKey(field.enum) !== enumKey(other.enum)) {
    const kept = new Set(other.enum.map((value) => writeJson(value)));
    const loses = field.enum.some((value) => !kept.has(writeJson(value)));
    found.push(difference('enum-differs', [enumWords(field.enum), enumWords(other.enum)], loses));
  }
  return found;
}

/** Two path parameters are one unless both paths are known and they stand at other positions. */
function samePlace(
  field: SurfaceField,
  other: SurfaceField,
  [a, b]: readonly [SurfaceOperation, SurfaceOperation],
): boolean {
  if (field.place === null || other.place === null) return true;
  const known = a.request !== null && b.request !== null;
  return (
    placeKey(field.place, known ? a.request.path : undefined) ===
    placeKey(other.place, known ? b.request.path : undefined)
  );
}

function sameType(a: string, b: string, { exactTypes }: ComparisonOptions): boolean {
  return exactTypes ? a === b : typesAgree(a, b);
}

export function needWords({ required }: SurfaceField): string {
  return required ? 'required' : 'optional';
}

export function enumKey(values: readonly Json[]): string {
  return [...new Set(values.map((value) => writeJson(value)))].sort().join(',');
}

/** `active | paused`. */
export function enumWords(values: readonly Json[]): string {
  return values
    .map((value) => (typeof value === 'string' ? value : writeJson(value)))
    .toSorted()
    .join(' | ');
}
