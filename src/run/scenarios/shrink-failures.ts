import { type Address, localName, shrunkAddress } from '../../model/address.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedScenario, PlannedStep } from '../../model/plan.ts';
import type { CallStep } from '../../model/suite.ts';
import type { RunContext } from '../run-context.ts';
import { recordEnd, runScenario } from './run-scenario.ts';

export type CauseOf = (exchange: Exchange) => string | undefined;

interface Shrinker {
  /** Remembers the first generated scenario of each cause, if the scenario has optional fields. */
  note(planned: PlannedScenario, exchange: Exchange): void;
  shrink(run: RunContext): Promise<void>;
}

/** These limits apply to all reruns of a run together. */
const MOST_RERUNS = 40;
const LONGEST_MS = 10_000;

/** Repeats a failing probe with fewer fields, to find a smaller request for the reproduction. */
export function createShrinker(contracts: ContractSet, causeOf: CauseOf): Shrinker {
  const found = new Map<string, PlannedScenario>();
  return {
    note: (planned, exchange) => {
      if (found.size >= MOST_RERUNS || exchange.address !== lastCall(planned)?.address) return;
      if (optionalFields(planned, contracts).length === 0) return;
      const cause = causeOf(exchange);
      if (cause !== undefined && !found.has(cause)) found.set(cause, planned);
    },
    shrink: async (run) => {
      if (found.size === 0) return;
      const signal = AbortSignal.any([run.signal, AbortSignal.timeout(LONGEST_MS)]);
      const rerun = createRerun({ ...run, signal }, causeOf);
      for (const [cause, planned] of found) await shrinkOne(planned, optionalFields(planned, contracts), rerun(cause));
    },
  };
}

type StillFails = (planned: PlannedScenario, without: readonly string[]) => Promise<boolean>;

/** The first attempt leaves out all optional fields, because most findings do not depend on them. */
async function shrinkOne(planned: PlannedScenario, fields: readonly string[], stillFails: StillFails): Promise<void> {
  if (await stillFails(planned, fields)) return;
  const dropped: string[] = [];
  for (const field of fields) if (await stillFails(planned, [...dropped, field])) dropped.push(field);
}

function createRerun(run: RunContext, causeOf: CauseOf): (cause: string) => StillFails {
  const numbers = new Map<Address, number>();
  let left = MOST_RERUNS;
  return (cause) => async (planned, without) => {
    if (left === 0 || run.signal.aborted) return false;
    left -= 1;
    const number = (numbers.get(planned.address) ?? 0) + 1;
    numbers.set(planned.address, number);
    const smaller = withoutFields(planned, without, shrunkAddress(planned.address, number));
    const last = lastCall(smaller)?.address;
    let seen: string | undefined;
    const ran = await runScenario(run, smaller, (exchange) => {
      if (exchange.address === last) seen = causeOf(exchange);
    });
    await recordEnd(run, ran);
    return seen === cause;
  };
}

function withoutFields(planned: PlannedScenario, fields: readonly string[], address: Address): PlannedScenario {
  const last = lastCall(planned);
  const steps = planned.steps.map((each) => {
    const moved = { ...each, address: `${address}/${each.step.id}` };
    if (last === undefined || each.address !== last.address) return moved;
    const kept = Object.entries(last.step.with).filter(([name]) => !fields.includes(name));
    return { ...moved, step: { ...last.step, with: Object.fromEntries(kept) } };
  });
  return { ...planned, address, steps };
}

/** Returns undefined for a call with copies or with polling, because such a call is not repeated. */
function lastCall({ source, steps }: PlannedScenario): (PlannedStep & { readonly step: CallStep }) | undefined {
  const last = source === 'probe' ? steps.at(-1) : undefined;
  if (last === undefined || last.step.kind !== 'call') return undefined;
  const { step } = last;
  return step.copies === undefined && step.eventuallyMs === undefined ? { ...last, step } : undefined;
}

/** Returns the optional fields of a probe's last call, except the fields that the probe varies. */
export function optionalFields(planned: PlannedScenario, { operations }: ContractSet): readonly string[] {
  const step = lastCall(planned)?.step;
  const fields = operations.get(step?.call ?? '')?.fields ?? [];
  const required = new Set(fields.filter((field) => field.required).map(({ name }) => name));
  const scenario = localName(planned.address);
  const isTried = (name: string) => ['.', '-'].some((end) => scenario.startsWith(`${name.replaceAll('/', '-')}${end}`));
  return Object.keys(step?.with ?? {}).filter((name) => !required.has(name) && !isTried(name));
}
