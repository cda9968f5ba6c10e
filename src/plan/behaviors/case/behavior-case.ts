import type { Behavior, BehaviorKind } from '../../../model/behavior.ts';
import type { ScenarioCheck } from '../../../model/check.ts';
import type { Contract } from '../../../model/contract.ts';
import type { Step } from '../../../model/suite.ts';
import type { GenerateContext } from '../../valid-call/call-context.ts';

export interface BehaviorSubject {
  readonly contract: Contract;
  readonly context: GenerateContext;
  readonly rounds: number;
}

/** One scenario of a behavior, still without an address. */
export interface BehaviorCase {
  readonly summary: string;
  readonly steps: readonly Step[];
  readonly check?: ScenarioCheck;
  readonly rounds?: number;
  /** True if no other scenario may run at the same time. */
  readonly alone?: boolean;
}

/** For each case name, the function that generates the case. */
export type BehaviorCases = { readonly [name: string]: () => BehaviorCase };

export type BehaviorOf<Kind extends BehaviorKind> = Extract<Behavior, { readonly kind: Kind }>;

export type BehaviorGenerator<Kind extends BehaviorKind> = (
  behavior: BehaviorOf<Kind>,
  subject: BehaviorSubject,
) => BehaviorCases;

/** Thrown if a behavior case needs a call that cannot be generated. */
export class CannotCall extends Error {
  readonly code = 'call-impossible';
}

/** Makes a sentence from a clause: `a call is rejected` becomes `A call is rejected.` */
export function sentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
}
