import type { Behavior, BehaviorKind } from '../../../model/behavior.ts';
import type { ScenarioCheck } from '../../../model/check.ts';
import type { Contract } from '../../../model/contract.ts';
import type { Step } from '../../../model/suite.ts';
import type { GenerateContext } from '../../valid-call/call-context.ts';

/** The input of all behaviors: one operation in one profile. */
export interface BehaviorSubject {
  readonly contract: Contract;
  readonly context: GenerateContext;
  readonly rounds: number;
}

/** One scenario of a behavior, before it has an address. */
export interface BehaviorCase {
  readonly summary: string;
  readonly steps: readonly Step[];
  readonly check?: ScenarioCheck;
  readonly rounds?: number;
  /** True if no other scenario may run at the same time. */
  readonly alone?: boolean;
}

/** The functions that generate the cases, by name. If a call cannot be made, only one case is not tried. */
export type BehaviorCases = { readonly [name: string]: () => BehaviorCase };

export type BehaviorOf<Kind extends BehaviorKind> = Extract<Behavior, { readonly kind: Kind }>;

export type BehaviorGenerator<Kind extends BehaviorKind> = (
  behavior: BehaviorOf<Kind>,
  subject: BehaviorSubject,
) => BehaviorCases;

/** Thrown if a call of a case cannot be made. The case is then not tried, and the message is the reason. */
export class CannotCall extends Error {
  readonly code = 'call-impossible';
}

/** Makes a sentence: `A call is rejected.` from `a call is rejected`. */
export function sentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
}
