import { codedError } from '../../lib/error.ts';
import { nearest } from '../../lib/nearest.ts';
import { ANSWER_DEFECTS } from './answers.ts';
import { COLLECTION_DEFECTS } from './collections.ts';
import { FIRST_DEFECTS } from './first.ts';
import { GUARD_DEFECTS } from './guards.ts';
import { REPETITION_DEFECTS } from './repetition.ts';
import type { Defect, DefectTable } from './table.ts';
import { VALIDATION_DEFECTS } from './validation.ts';
import { VALUE_DEFECTS } from './values.ts';

const TABLE = {
  ...FIRST_DEFECTS,
  ...VALIDATION_DEFECTS,
  ...GUARD_DEFECTS,
  ...REPETITION_DEFECTS,
  ...COLLECTION_DEFECTS,
  ...VALUE_DEFECTS,
  ...ANSWER_DEFECTS,
} as const satisfies DefectTable;

export type DefectName = keyof typeof TABLE;

export const DEFECTS: Readonly<Record<DefectName, Defect>> = TABLE;

/** Finds a defect by its name. If the name is unknown, the error `defect-unknown` suggests the nearest name. */
export function findDefect(name: string): DefectName {
  if (isDefect(name)) return name;
  const guess = nearest(name, Object.keys(DEFECTS));
  const message = `the sandbox has no defect "${name}"${guess ? `; did you mean "${guess}"?` : ''}`;
  throw codedError('defect-unknown', message);
}

function isDefect(name: string): name is DefectName {
  return Object.hasOwn(DEFECTS, name);
}
