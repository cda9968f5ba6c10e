import { sleep } from '../../lib/on-abort.ts';
import type { Address } from '../../model/address.ts';
import type { ContractSet } from '../../model/contract.ts';
import { type Exchange, NEVER_REACHED, type Stopped } from '../../model/exchange.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { PlannedScenario } from '../../model/plan.ts';
import { isStatus } from '../../model/response-status.ts';
import { laneOf } from '../http/send-call.ts';
import type { CallLane } from '../http/server-limits.ts';
import { ownAddress, type RunContext } from '../run-context.ts';
import { hasSucceeded } from './call-step.ts';

/** Repeats a call that has worked before, to find out which operation broke the server. */
interface Canary {
  note(planned: PlannedScenario, exchange: Exchange): void;
  check(run: RunContext, how: { readonly groupEnds: boolean }): Promise<void>;
  stopped(): Stopped | undefined;
}

export function createCanary({ operations }: ContractSet): Canary {
  let bird: Bird | undefined;
  let later: Sent[] = [];
  let stopped: Stopped | undefined;
  let checking: Promise<void> | undefined;
  const lookAgain = async (run: RunContext, known: Bird) => {
    const seen = later.length;
    const problem = await firstProblem(run, known);
    if (problem === undefined) later = later.slice(seen);
    else if (!run.signal.aborted) stopped = stopOf(later, { known, problem });
  };
  return {
    note: (planned, exchange) => {
      const contract = operations.get(exchange.operation);
      if (contract === undefined || stopped !== undefined) return;
      if (bird === undefined && contract.safe && hasSucceeded(exchange) && isSimple(planned)) bird = birdOf(exchange);
      const { operation, address } = exchange;
      later.push({ operation, address, scenario: planned.address, sign: signOf(exchange), isUnsafe: !contract.safe });
    },
    check: async (run, { groupEnds }) => {
      while (checking !== undefined) await checking;
      if (bird === undefined || stopped !== undefined || run.signal.aborted || !isDue(later, groupEnds)) return;
      checking = lookAgain(run, bird);
      await checking;
      checking = undefined;
    },
    stopped: () => stopped,
  };
}

interface Bird {
  readonly exchange: Exchange;
  readonly lane: CallLane;
  readonly status: number;
  sent: number;
}

interface Sent {
  readonly operation: OperationId;
  readonly address: Address;
  readonly scenario: Address;
  readonly sign: Sign;
  readonly isUnsafe: boolean;
}

function birdOf(exchange: Exchange): Bird {
  const { response, asked, operation } = exchange;
  return { exchange, status: response?.status ?? 0, lane: laneOf(asked, operation), sent: 0 };
}

/** True for a scenario with one valid call that depends on no other call. */
function isSimple({ steps, source, scenario }: PlannedScenario): boolean {
  const [step, ...more] = steps;
  const isBase = source === 'suite' || scenario.name === 'call.required-only';
  return isBase && more.length === 0 && step?.step.kind === 'call' && !step.step.invalid;
}

type Sign = 'works' | 'alive' | 'refuses-caller' | 'unreached' | 'broken';

function signOf({ response, failure, asked, expect }: Exchange): Sign {
  if (failure !== undefined || response === null)
    return failure !== undefined && NEVER_REACHED.has(failure.code) ? 'unreached' : 'broken';
  const { status } = response;
  if (status < 400) return 'works';
  if (expect.status.some((wanted) => isStatus(wanted, status))) return 'alive';
  if (status >= 500) return 'broken';
  const isRefused = (status === 401 || status === 403) && asked.auth !== null && asked.forged !== true;
  return isRefused ? 'refuses-caller' : 'alive';
}

const SIGNS_OF_LIFE: ReadonlySet<Sign> = new Set(['works', 'alive']);

const OFTEN = 10;
const BAD_IN_ROW = 3;

/** A call that worked is repeated after a group with unsafe calls, or after three bad responses in a row. */
function isDue(later: readonly Sent[], groupEnds: boolean): boolean {
  if (groupEnds && later.length >= OFTEN && later.some(({ isUnsafe }) => isUnsafe)) return true;
  return (
    later.length % BAD_IN_ROW === 0 &&
    later.length > 0 &&
    later.slice(-BAD_IN_ROW).every(({ sign }) => !SIGNS_OF_LIFE.has(sign))
  );
}

const TRIES = 3;
const BETWEEN_MS = 300;
const NO_EVIDENCE: ReadonlySet<number> = new Set([429]);

/** Tries several times, because one failure may be chance. */
async function firstProblem(run: RunContext, bird: Bird): Promise<string | undefined> {
  const { lane, status } = bird;
  let problem: string | undefined;
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (tried > 0 && !(await sleep(BETWEEN_MS * tried, run.signal))) return undefined;
    if (run.pace.closed(lane) !== undefined || !(await run.pace.take(lane, run.signal))) return undefined;
    const { response, failure } = await repeat(run, bird);
    run.pace.done(lane, response);
    if (response !== null && (response.status === status || NO_EVIDENCE.has(response.status))) return undefined;
    if (failure?.code === 'interrupted') return undefined;
    problem = failure?.message ?? `returned ${response?.status}`;
  }
  return problem;
}

async function repeat(run: RunContext, bird: Bird): Promise<Exchange> {
  const { address: _, ...call } = bird.exchange;
  const address = ownAddress(run, 'canary');
  bird.sent += 1;
  const started = run.now();
  const { response, failure } = await run.transport.send(call.request, run.signal);
  const exchange: Exchange = {
    ...{ ...call, address, id: `${address}#${bird.sent}`, phase: 'watch', attempt: bird.sent },
    ...{ response, failure, startedMs: Math.round(started - run.startedAt) },
    durationMs: Math.round(run.now() - started),
  };
  run.recorder.record(exchange);
  return exchange;
}

interface Death {
  readonly known: Bird;
  readonly problem: string;
}

function stopOf(later: readonly Sent[], { known, problem }: Death): Stopped | undefined {
  const at = breakingCall(later);
  const culprit = later[at];
  if (culprit === undefined) return undefined;
  const { operation, address } = culprit;
  const { method, target } = known.exchange.request;
  const reason = `the server stopped working after ${operation} (${address}): ${method} ${target} returned ${known.status} before, and now ${problem}`;
  const scenarios = [...new Set(later.slice(at + 1).map(({ scenario }) => scenario))].sort();
  return { reason, operation, after: address, scenarios };
}

/** Usually, the first call without a usable response has broken the server. */
function breakingCall(later: readonly Sent[]): number {
  const worked = later.findLastIndex(({ sign }) => sign === 'works');
  const bad = later.findIndex(({ sign }, at) => at > worked && !SIGNS_OF_LIFE.has(sign));
  if (bad < 0) return later.findLastIndex(({ isUnsafe }, at) => isUnsafe && (at >= worked || worked < 0));
  const isEarlier = later[bad]?.sign !== 'broken' && worked >= 0;
  return isEarlier && later[worked]?.isUnsafe === true
    ? worked
    : later[bad]?.sign === 'unreached'
      ? Math.max(0, bad - 1)
      : bad;
}
