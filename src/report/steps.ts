import type { Address } from '../model/address.ts';
import { type Outcome, type StepVerdict, stepsOf, type Verdict } from '../model/verdict.ts';

export interface StepSource {
  readonly file: string;
  readonly line: number;
}

/** Steps of a capture are missing, because no file defines them. */
export function locateSteps({ scenarios }: Verdict): ReadonlyMap<Address, StepSource> {
  const inFiles = scenarios.filter(({ file }) => file !== '');
  return new Map(
    inFiles.flatMap(({ file, steps }) => steps.map((step) => [step.address, { file, line: step.line }] as const)),
  );
}

export function stepsWith({ scenarios }: Verdict, outcome: Outcome): readonly StepVerdict[] {
  return stepsOf(scenarios).filter((step) => step.outcome === outcome);
}

export function reasonOf({ reason }: StepVerdict): string {
  return reason ?? 'no reason was recorded';
}
