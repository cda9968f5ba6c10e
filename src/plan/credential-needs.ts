import type { ContractSet } from '../model/contract.ts';
import type { Plan } from '../model/plan.ts';
import { credentialVariable } from '../model/target.ts';
import type { ActorKinds } from './valid-call/choose-actor.ts';

interface CredentialNeed {
  readonly actor: string;
  /** Kinds of credential, any one of which is enough. */
  readonly kinds: readonly string[];
  readonly variables: readonly string[];
  readonly held: boolean;
  readonly scenarios: { readonly written: number; readonly generated: number };
}

/** Returns the credentials that the scenarios of a plan need. The actor `main` comes first. */
export function credentialNeeds(
  { scenarios }: Plan,
  { operations }: Pick<ContractSet, 'operations'>,
  actors: ActorKinds,
): readonly CredentialNeed[] {
  const found = new Map<string, { actor: string; kinds: readonly string[]; written: number; generated: number }>();
  for (const { steps, source } of scenarios) {
    const keys = new Map<string, { readonly actor: string; readonly kinds: readonly string[] }>();
    for (const { step } of steps) {
      if (step.kind !== 'call' || step.as === 'nobody' || Object.keys(step.auth?.credential ?? {}).length > 0) continue;
      const contract = operations.get(step.call);
      const kinds = step.auth === undefined ? (contract?.auth ?? []) : [step.auth.kind];
      if (kinds.length === 0 || contract?.authOptional === true) continue;
      keys.set(`${step.as} ${kinds.join(' ')}`, { actor: step.as, kinds });
    }
    for (const [key, need] of keys) {
      const known = found.get(key) ?? { ...need, written: 0, generated: 0 };
      found.set(key, {
        ...known,
        [source === 'suite' ? 'written' : 'generated']: known[source === 'suite' ? 'written' : 'generated'] + 1,
      });
    }
  }
  return [...found.values()]
    .map(({ actor, kinds, written, generated }) => ({
      actor,
      kinds,
      variables: kinds.map((kind) => credentialVariable(actor, kind)),
      held: kinds.some((kind) => (actors[actor] ?? []).includes(kind)),
      scenarios: { written, generated },
    }))
    .sort((a, b) => Number(b.actor === 'main') - Number(a.actor === 'main') || (a.actor < b.actor ? -1 : 1));
}
