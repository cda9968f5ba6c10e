import type { Mutant } from './harness.ts';
import { TYPESCRIPT_ANSWER_FAULTS } from './typescript-answer-mutants.ts';
import { TYPESCRIPT_HARMLESS } from './typescript-controls.ts';
import { TYPESCRIPT_PLACE_FAULTS } from './typescript-place-mutants.ts';
import { TYPESCRIPT_REACH_FAULTS } from './typescript-reach-mutants.ts';
import { TYPESCRIPT_VALUE_FAULTS } from './typescript-value-mutants.ts';

/** A fault of the TypeScript client. The default file is `lib/index.js`. */
export type TypeScriptFault = Omit<Mutant, 'client' | 'file'> & { readonly file?: string };

const OF_INDEX = { client: 'typescript', file: 'lib/index.js' } as const;

export const TYPESCRIPT_MUTANTS: readonly Mutant[] = [
  ...TYPESCRIPT_PLACE_FAULTS,
  ...TYPESCRIPT_VALUE_FAULTS,
  ...TYPESCRIPT_REACH_FAULTS,
  ...TYPESCRIPT_ANSWER_FAULTS,
].map((fault) => ({ ...OF_INDEX, ...fault }));

export const TYPESCRIPT_CONTROLS: readonly Mutant[] = TYPESCRIPT_HARMLESS.map((change) => ({
  ...OF_INDEX,
  ...change,
  expect: null,
}));
