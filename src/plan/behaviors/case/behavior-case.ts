import type { Behavior, BehaviorKind } from '../../../model/behavior.ts';
import type { ScenarioCheck } from '../../../model/check.ts';
import type { Contract } from '../../../model/contract.ts';
import type { Step } from '../../../model/suite.ts';
import type { GenerateContext } from '../../valid-call/call-context.ts';

/** The operation that declares a behavior, and the input for generating its scenarios. */
export interface BehaviorSubject {
  readonly contract: Contract;
  readonly context: GenerateContext;
  /** Number of rounds in a race. */
  readonly rounds: number;
}

/** One scenario of a behavior, before it has an address. */
export interface BehaviorCase {
  readonly summary: string;
  readonly steps: readonly Step[];
  readonly check?: ScenarioCheck;
  readonly rounds?: number;
  /** True if no second scenario may run at the same time. */
  readonly alone?: boolean;
}

/**
 * For each name of a case, the function that generates the case. Cases are generated one by one. If a call cannot be
 * made, only the case that needs the call is affected.
 */
export type BehaviorCases = { readonly [name: string]: () => BehaviorCase };

export type BehaviorOf<Kind extends BehaviorKind> = Extract<Behavior, { readonly kind: Kind }>;

export type BehaviorGenerator<Kind extends BehaviorKind> = (
  behavior: BehaviorOf<Kind>,
  subject: BehaviorSubject,
) => BehaviorCases;

/**
 * The error that a case throws if one of its calls cannot be made. The case is then left out, and the error contains
 * the reason.
 */
export class CannotCall extends Error {
  readonly code = 'call-impossible';
}

/** Makes a sentence: `A call is rejected.` from `a call is rejected`. */
export function sentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
}
