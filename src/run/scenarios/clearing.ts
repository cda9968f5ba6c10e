import { sleep } from '../../lib/on-abort.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { retryRefused } from '../cleanup/run-removals.ts';
import type { RunContext } from '../run-context.ts';
import { type RanScenario, runScenario } from './run-scenario.ts';

const LONGEST_MS = 60_000;
const POLL_MS = 20;

interface Pending {
  readonly run: RunContext;
  readonly ran: RanScenario;
  readonly resolve: (cleared: RanScenario) => void;
}

/** Repeats removals that got a 503, because the remaining items may be the reason for the 503. */
export function createClearing() {
  let active = 0;
  let spentMs = 0;
  let pending: Pending[] = [];
  let current: Promise<void> | undefined;
  const clearAll = async ({ cleanupSignal }: RunContext) => {
    while (active > 0 && (await sleep(POLL_MS, cleanupSignal)));
    const all = pending;
    pending = [];
    const started = performance.now();
    const removals = all.flatMap(({ ran }) => ran.removals);
    const run = all[0]?.run;
    const tried = run === undefined ? [] : await retryRefused(run, removals, started + LONGEST_MS - spentMs);
    spentMs += performance.now() - started;
    let from = 0;
    for (const { ran, resolve } of all) {
      resolve({ ...ran, removals: tried.slice(from, from + ran.removals.length) });
      from += ran.removals.length;
    }
    current = undefined;
  };
  return {
    runScenario: async (run: RunContext, planned: PlannedScenario, onAnswer: (exchange: Exchange) => void) => {
      while (current !== undefined) await current;
      active += 1;
      const ran = await runScenario(run, planned, onAnswer).finally(() => {
        active -= 1;
      });
      if (!isRefused(ran)) return ran;
      return new Promise<RanScenario>((resolve) => {
        pending.push({ run, ran, resolve });
        current ??= clearAll(run);
      });
    },
  };
}

/** True if an item still exists because its removal got a 503. */
export function isRefused({ removals }: RanScenario): boolean {
  return removals.some(({ removed, refusals }) => !removed && refusals > 0);
}
