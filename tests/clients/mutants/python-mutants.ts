import type { Mutant } from './harness.ts';
import { PYTHON_ANSWER_MUTANTS } from './python-answer-mutants.ts';
import { PYTHON_PLACE_MUTANTS } from './python-place-mutants.ts';
import { PYTHON_REACH_MUTANTS } from './python-reach-mutants.ts';
import { PYTHON_VALUE_MUTANTS } from './python-value-mutants.ts';

export { PYTHON_CONTROLS } from './python-controls.ts';

export const PYTHON_MUTANTS: readonly Mutant[] = [
  ...PYTHON_PLACE_MUTANTS,
  ...PYTHON_REACH_MUTANTS,
  ...PYTHON_VALUE_MUTANTS,
  ...PYTHON_ANSWER_MUTANTS,
];
