import type { Contract, ContractSet } from '../../model/contract.ts';
import type { ScenarioDraft } from '../draft.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { ActorKinds } from '../valid-call/choose-actor.ts';
import { isCallable } from '../valid-call/producers.ts';
import { FAMILIES } from './families/index.ts';
import type { Probe } from './probe.ts';
import { probeDraft } from './probe-draft.ts';
import { type ProbeSubject, readSubject } from './subject.ts';

type ProbeOptions = GenerateOptions & { readonly actors?: ActorKinds };

/** One scenario for each claim that a contract makes about its fields, its credentials and its answers. */
export function generateProbes(contracts: ContractSet, options: ProbeOptions): readonly ScenarioDraft[] {
  if (options.probes === 'none') return [];
  return [...contracts.operations.values()]
    .filter((contract) => isCallable(contract, options.profile))
    .filter(({ id }) => options.operations?.has(id) ?? true)
    .flatMap((contract) => ofOperation(contract, contracts, options));
}

function ofOperation(contract: Contract, contracts: ContractSet, options: ProbeOptions): readonly ScenarioDraft[] {
  const { profile, seed, actors, probes } = options;
  const subject = readSubject(contract, { contracts, profile, seed, ...(actors !== undefined && { actors }) });
  const all = FAMILIES.flatMap((family) => family(subject)).filter((probe) => isTelling(probe, subject));
  return named(all)
    .filter(([, { quick }]) => probes === 'full' || quick === true)
    .map(([name, probe]) => probeDraft(subject, name, probe));
}

/** Where no call is known to succeed, a refusal has another reason than the one thing that a probe changes. */
function isTelling({ about, expect }: Probe, { works, fields }: ProbeSubject): boolean {
  if (works || expect.kind !== 'accepted-invalid') return true;
  return fields.some(({ field }) => field.name === about && field.place.location === 'path');
}

/** A field may be called as a topic is: the later one gets a number. */
function named(probes: readonly Probe[]): readonly (readonly [name: string, probe: Probe])[] {
  const counts = new Map<string, number>();
  return probes.map((probe) => {
    const name = `${probe.about}.${probe.tries}`.replaceAll('/', '-');
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [count === 1 ? name : `${name}~${count}`, probe];
  });
}
