import type { Contract, ContractSet } from '../../model/contract.ts';
import type { CallStep, Expectation } from '../../model/suite.ts';
import { generatedDraft, type ScenarioDraft } from '../draft.ts';
import type { GenerateOptions } from '../generate-options.ts';
import { type ActorKinds, callStep } from '../valid-call/choose-actor.ts';
import { completeBody } from '../valid-call/complete-body.ts';
import { isCallable } from '../valid-call/producers.ts';
import { bodies } from './families/bodies.ts';
import { credentials } from './families/credentials.ts';
import { dateTimes } from './families/date-times.ts';
import { duplicates } from './families/duplicates.ts';
import { enums } from './families/enums.ts';
import { formats } from './families/formats.ts';
import { lengths } from './families/lengths.ts';
import { listSizes } from './families/list-sizes.ts';
import { methods } from './families/methods.ts';
import { misplacedFields } from './families/misplaced-fields.ts';
import { missingFields } from './families/missing-fields.ts';
import { nulls } from './families/nulls.ts';
import { ranges } from './families/ranges.ts';
import { texts } from './families/texts.ts';
import { unknownFields } from './families/unknown-fields.ts';
import { unknownIds } from './families/unknown-ids.ts';
import { validCalls } from './families/valid-calls.ts';
import { wrongTypes } from './families/wrong-types.ts';
import type { Probe, ProbeFamily } from './probe.ts';
import { type ProbeSubject, readSubject } from './subject.ts';

type ProbeOptions = GenerateOptions & { readonly actors?: ActorKinds };

/** Generates one scenario for each statement of a contract about its fields, credentials and responses. */
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
  const all = FAMILIES.flatMap((family) => family(subject))
    .filter((probe) => isTelling(probe, subject))
    .map((probe) => completed(probe, subject));
  return named(all)
    .filter(([, { quick }]) => probes === 'full' || quick === true)
    .map(([name, probe]) => probeDraft(subject, name, probe));
}

/** If even the base call may fail, a rejection shows nothing about the varied value. */
function isTelling({ about, expect }: Probe, { works, fields }: ProbeSubject): boolean {
  if (works || expect.kind !== 'accepted-invalid') return true;
  return fields.some(({ field }) => field.name === about && field.place.location === 'path');
}

/** The member `untried` says why no valid call can contain the varied value. */
type Completed = Probe & { readonly untried?: string };

/** Adds the members that the varied value requires, unless the call should be rejected. */
function completed(probe: Probe, { contract, context }: ProbeSubject): Completed {
  const { change, expect, about } = probe;
  if (change.with === undefined || expect.kind === 'accepted-invalid') return probe;
  const values = completeBody(contract, change.with, context);
  if (values !== undefined) return { ...probe, change: { ...change, with: values } };
  return { ...probe, untried: `no body with this value for "${about}" fulfils the body_conditions of ${contract.id}` };
}

/** Adds a number to a repeated name, because a field may have the name of a topic, such as `call`. */
function named(probes: readonly Completed[]): readonly (readonly [name: string, probe: Completed])[] {
  const counts = new Map<string, number>();
  return probes.map((probe) => {
    const name = `${probe.about}.${probe.tries}`.replaceAll('/', '-');
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [count === 1 ? name : `${name}~${count}`, probe];
  });
}

/** The varied call is the last step and has the id `sent`. */
function probeDraft({ contract }: ProbeSubject, name: string, probe: Completed): ScenarioDraft {
  const { says, base, change, untried } = probe;
  const setup = [...base.setup, ...(change.before ?? [])];
  const steps = [sentStep(contract, probe)];
  const draft = generatedDraft('probe', contract, { name, summary: says, alone: false, setup, steps });
  return untried === undefined ? draft : { ...draft, untried };
}

function sentStep(contract: ProbeSubject['contract'], { base, change, says, expect }: Probe): CallStep {
  const { as, auth, extra, raw } = change;
  const own = { as: base.as, ...(base.auth !== undefined && { auth: base.auth }) };
  const caller = as === undefined ? own : { as, ...(auth !== undefined && { auth }) };
  return {
    ...callStep(contract, { id: 'sent', with: change.with ?? base.with, caller }),
    ...(extra !== undefined && { extra }),
    ...(raw !== undefined && { raw }),
    invalid: change.keepsContract !== true,
    expect: expectation(says, expect),
  };
}

function expectation(says: string, { status, error, body, kind, field, confirms }: Probe['expect']): Expectation {
  return {
    status,
    headers: {},
    ...(error !== undefined && { error }),
    ...(body !== undefined && { body }),
    ...(confirms !== undefined && { confirms }),
    ...(kind !== undefined && { blame: { kind, says, ...(field !== undefined && { field }) } }),
  };
}

const FAMILIES: readonly ProbeFamily[] = [
  validCalls,
  missingFields,
  wrongTypes,
  ranges,
  enums,
  lengths,
  formats,
  listSizes,
  nulls,
  unknownFields,
  misplacedFields,
  credentials,
  unknownIds,
  dateTimes,
  texts,
  duplicates,
  bodies,
  methods,
];
