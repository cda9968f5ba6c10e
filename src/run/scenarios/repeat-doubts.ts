import { type Address, repeatedAddress } from '../../model/address.ts';
import type { ContractSet } from '../../model/contract.ts';
import { type Exchange, NEVER_REACHED, type ScenarioEnd } from '../../model/exchange.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import type { RunContext } from '../run-context.ts';
import { type RanScenario, recordEnd, runScenario, scenarioEnd } from './run-scenario.ts';

/** Returns a text for each finding that load may have caused. */
export type DoubtsOf = (end: ScenarioEnd, exchanges: readonly Exchange[]) => ReadonlySet<string>;

interface Repeater {
  note(planned: PlannedScenario, exchange: Exchange): void;
  ended(ran: RanScenario): void;
  repeat(run: RunContext): Promise<void>;
}

const MOST_REPEATS = 100;
const LONGEST_MS = 30_000;
/** Maximum number of repeated scenarios per finding. */
const MOST_OF_ONE = 5;

/** A call without a response is repeated only if the operation is retryable. */
export function createRepeater(doubtsOf: DoubtsOf, { operations }: ContractSet): Repeater {
  const maySendAgain = (exchange: Exchange) =>
    !isLost(exchange) || operations.get(exchange.operation)?.retryable === true;
  const open = new Map<Address, Exchange[]>();
  const found = new Map<string, PlannedScenario[]>();
  return {
    note: (planned, exchange) => {
      if (!isRepeatable(planned)) return;
      const seen = open.get(planned.address) ?? [];
      open.set(planned.address, [...seen, exchange]);
    },
    ended: ({ planned, steps, durationMs }) => {
      const seen = open.get(planned.address) ?? [];
      open.delete(planned.address);
      if (!mayBeDoubtful(planned, seen) || !seen.every(maySendAgain)) return;
      for (const doubt of doubtsOf(scenarioEnd(planned, steps, durationMs), seen)) {
        const known = found.get(doubt) ?? [];
        found.set(doubt, known);
        if (known.length < MOST_OF_ONE) known.push(planned);
      }
    },
    repeat: async (run) => {
      const until = performance.now() + LONGEST_MS;
      const shown = new Map<Address, ReadonlySet<string>>();
      for (const [doubt, scenarios] of [...found].sort(([a], [b]) => (a < b ? -1 : 1)))
        for (const planned of scenarios) {
          if (run.signal.aborted || shown.size >= MOST_REPEATS || performance.now() > until) return;
          const again = shown.get(planned.address) ?? (await repeatOne(run, planned, doubtsOf));
          shown.set(planned.address, again);
          if (again.has(doubt)) break;
        }
    },
  };
}

/** Rounds, copies and moved clocks cannot be repeated under the same conditions. */
function isRepeatable({ scenario, steps }: PlannedScenario): boolean {
  if ((scenario.rounds ?? 1) > 1) return false;
  return steps.every(({ step }) => step.kind !== 'advance' && (step.kind !== 'call' || step.copies === undefined));
}

function isLost({ failure }: Exchange): boolean {
  return failure !== undefined && !NEVER_REACHED.has(failure.code);
}

/** This is only a quick estimate, because judging every scenario twice would take too long. */
function mayBeDoubtful({ source, scenario }: PlannedScenario, exchanges: readonly Exchange[]): boolean {
  // A handwritten scenario is repeated only after a timeout or a failure on a reused connection.
  if (source === 'suite')
    return exchanges.some(({ failure }) => failure?.reused === true || failure?.code === 'timeout');
  if (scenario.check?.check === 'written') return true;
  return exchanges.some((exchange) => isLost(exchange) || (exchange.response?.status ?? 0) >= 500);
}

async function repeatOne(run: RunContext, planned: PlannedScenario, doubtsOf: DoubtsOf): Promise<ReadonlySet<string>> {
  const address = repeatedAddress(planned.address);
  const steps = planned.steps.map((each) => ({ ...each, address: `${address}/${each.step.id}` }));
  const seen: Exchange[] = [];
  const ran = await runScenario(run, { ...planned, address, steps }, (exchange) => seen.push(exchange));
  await recordEnd(run, ran);
  return doubtsOf(scenarioEnd(ran.planned, ran.steps, ran.durationMs), seen);
}
