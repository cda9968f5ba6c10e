import { parsePointer } from '../../lib/json-pointer.ts';
import { remember } from '../../lib/remember.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { CallStep, StepAuth } from '../../model/suite.ts';

/** The member `auth` is set only if the scenario creates the account of the caller. */
export interface ChosenActor {
  readonly as: string;
  readonly auth?: StepAuth;
}

/** For each actor, the kinds of credential that it has. */
export type ActorKinds = { readonly [actor: string]: readonly string[] };

/** Prefers `main` among the actors whose credentials the operation accepts. */
export function chooseActor(contract: Contract, contracts: ContractSet, actors?: ActorKinds): ChosenActor {
  if (contract.auth.length === 0) return { as: 'main' };
  if (actors === undefined) return { as: contract.auth.includes(commonKind(contracts)) ? 'main' : 'operator' };
  const holds = (actor: string) => (actors[actor] ?? []).some((kind) => contract.auth.includes(kind));
  return { as: ['main', ...Object.keys(actors)].find(holds) ?? 'main' };
}

const FRESH = 'fresh';
const ACCOUNT = 'account';

/** Returns the step that creates an account, and a caller who uses this account. */
export function freshActor({
  api,
  operations,
}: ContractSet): { readonly step: CallStep; readonly caller: ChosenActor } | undefined {
  const { freshActor: fresh } = api;
  const contract = fresh === null ? undefined : operations.get(fresh.call);
  if (fresh === null || contract === undefined) return undefined;
  const parts = Object.entries(fresh.credential).map(([part, pointer]) => [part, reference(ACCOUNT, pointer)]);
  const auth: StepAuth = { kind: fresh.kind, credential: Object.fromEntries(parts) };
  const step = callStep(contract, { id: ACCOUNT, with: fresh.with, caller: { as: 'main' } });
  return { step, caller: { as: FRESH, auth } };
}

/** Returns `${order.id}` for the step `order` and the pointer `/id`. */
export function reference(step: string, pointer: string): string {
  return `\${${[step, ...parsePointer(pointer)].join('.')}}`;
}

interface StepParts {
  readonly id: string;
  readonly with: CallStep['with'];
  readonly caller: ChosenActor;
}

export function callStep(contract: Contract, { id, with: values, caller }: StepParts): CallStep {
  return {
    kind: 'call',
    id,
    call: contract.id,
    with: values,
    ...caller,
    profiles: [],
    invalid: false,
    expect: { status: [], headers: {} },
    capture: {},
    at: contract.at,
  };
}

const commonKind = remember(({ operations }: ContractSet): string => {
  const counts = new Map<string, number>();
  for (const { auth } of operations.values())
    for (const kind of auth.slice(0, 1)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
});
