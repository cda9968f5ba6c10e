import { errorMessage } from '../../lib/error-text.ts';
import { sleep } from '../../lib/on-abort.ts';
import type { Address } from '../../model/address.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Exchange, ScenarioEnd, StepEnd } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { PlannedScenario, PlannedStep } from '../../model/plan.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { CallStep, Step } from '../../model/suite.ts';
import type { Removal } from '../cleanup/removal.ts';
import {
  type Attempts,
  removalKey,
  removes,
  runRemovals,
  settleRemovals,
  type TriedRemoval,
} from '../cleanup/run-removals.ts';
import type { RunContext } from '../run-context.ts';
import { runName } from '../run-id.ts';
import { interruption, runCallStep, type StepRun, stepEnd, type UnexercisedParts } from './call-step.ts';
import { findLimitTests } from './limit-tests.ts';
import { expressionsIn } from './resolve-references.ts';
import { createScope } from './scenario-scope.ts';

/** The end of the scenario is recorded later, after the last removal. */
export interface RanScenario {
  readonly planned: PlannedScenario;
  readonly steps: readonly StepEnd[];
  readonly removals: readonly TriedRemoval[];
  readonly durationMs: number;
  readonly crash?: Crash;
}

export interface Crash {
  readonly error: unknown;
}

/** A step that cannot run does not stop the scenario's other steps. */
export async function runScenario(
  run: RunContext,
  planned: PlannedScenario,
  onAnswer: (exchange: Exchange) => void,
): Promise<RanScenario> {
  const started = run.now();
  const { rounds = 1 } = planned.scenario;
  const attempts: Attempts = new Map();
  const ends: (readonly StepEnd[])[] = [];
  const removals: TriedRemoval[] = [];
  const crashes: Crash[] = [];
  const goesOn = () => !run.signal.aborted && crashes.length === 0;
  for (let round = 1; round <= rounds && (round === 1 || goesOn()); round += 1) {
    const ended = await runRound(run, planned, { round, attempts, onAnswer, onCrash: (crash) => crashes.push(crash) });
    removals.push(...ended.removals);
    ends.push(ended.steps);
  }
  const [crash] = crashes;
  const ran = { planned, steps: joinRounds(ends), removals, durationMs: Math.round(run.now() - started) };
  return crash === undefined ? ran : { ...ran, crash };
}

interface Round {
  readonly round: number;
  /** Attempts are counted over all rounds, because two exchanges of a step must not have the same number. */
  readonly attempts: Attempts;
  readonly onAnswer: (exchange: Exchange) => void;
  readonly onCrash: (crash: Crash) => void;
}

async function runRound(
  run: RunContext,
  planned: PlannedScenario,
  { round, attempts, onAnswer, onCrash }: Round,
): Promise<Pick<RanScenario, 'steps' | 'removals'>> {
  const { actors, clock, values } = run.target;
  const made = createMade(run);
  const now = () => clock?.now() ?? run.now();
  const name = round === 1 ? planned.address : `${planned.address}-${round}`;
  const surroundings = { runName: () => runName(run.runId, name), actors, values, now };
  const scope = createScope(surroundings, referredSteps(planned.steps, run.contracts));
  const kept = planned.scenario.check !== undefined;
  const { noting, failed } = watchSetUp(planned, (exchange) => {
    made.note(exchange);
    onAnswer(exchange);
  });
  const crowd: { end?: UnexercisedParts } = {};
  const onCrowded = ({ response }: Exchange) => {
    const reason = response?.status === 503 ? CROWDED : GONE;
    crowd.end = { state: planned.source === 'suite' ? 'blocked' : 'not-tried', reason };
    return crowd.end;
  };
  const parts = { run, scope, attempts, taken: new Set<Json>(), kept, isUnpaced: findLimitTests(planned.steps) };
  const context: StepRun = { ...parts, onMade: made.add, onAnswer: noting, onCrowded };
  const steps: StepEnd[] = [];
  for (const step of planned.steps) {
    const needs = planned.source === 'suite' ? undefined : failed();
    if (crowd.end !== undefined) steps.push(stepEnd(step, { ...crowd.end, attempts: 0 }));
    else steps.push(needs === undefined ? await runGuarded(step, context, onCrash) : unprepared(step, needs));
  }
  return { steps, removals: await runRemovals(run, made, attempts) };
}

const CROWDED = 'the server returned 503, probably because the server was overloaded';
const GONE = 'the server gave the same item to another scenario, and that scenario removed the item';

function watchSetUp({ steps }: PlannedScenario, onAnswer: Round['onAnswer']) {
  const setUp = new Set(steps.filter(({ phase }) => phase === 'setup').map(({ address }) => address));
  let first: Address | undefined;
  return {
    noting: (exchange: Exchange) => {
      const { address, response, failure } = exchange;
      const isGood = response !== null && failure === undefined && response.status < 400;
      if (setUp.has(address) && !isGood) first ??= address;
      onAnswer(exchange);
    },
    failed: () => first,
  };
}

function unprepared(step: PlannedStep, needs: Address): StepEnd {
  return stepEnd(step, { state: 'unresolved', reason: `${needs} did not succeed`, needs, attempts: 0 });
}

/** An internal error ends only this step, because the items of earlier steps must still be removed. */
async function runGuarded(step: PlannedStep, context: StepRun, onCrash: Round['onCrash']): Promise<StepEnd> {
  try {
    return await runStep(step, context);
  } catch (error) {
    onCrash({ error });
    const reason = `internal error: ${errorMessage(error)}`;
    const capture = step.step.kind === 'call' ? step.step.capture : {};
    context.scope.unanswered(step.step.id, { address: step.address, reason, capture });
    return stepEnd(step, { state: 'blocked', reason, attempts: 0 });
  }
}

/** A step that was not exercised in some round counts as not exercised. */
function joinRounds(rounds: readonly (readonly StepEnd[])[]): readonly StepEnd[] {
  const last = rounds.at(-1) ?? [];
  return last.map(
    (end, index) => rounds.map((steps) => steps[index]).find((step) => step?.state !== 'exercised') ?? end,
  );
}

export function notRun(
  planned: PlannedScenario,
  state: 'skipped' | 'not-tried' | 'blocked',
  reason: string,
): ScenarioEnd {
  const steps = planned.steps.map((step) => stepEnd(step, { state, reason, attempts: 0 }));
  return scenarioEnd(planned, steps, 0);
}

export async function recordEnd(run: RunContext, ran: RanScenario): Promise<void> {
  const steps = [...ran.steps, ...(await settleRemovals(run, ran.removals))];
  run.recorder.record(scenarioEnd(ran.planned, steps, ran.durationMs));
}

export function scenarioEnd(planned: PlannedScenario, steps: readonly StepEnd[], durationMs: number): ScenarioEnd {
  const { address, suite, source, scenario, assumes } = planned;
  const { file, line } = scenario.at;
  const given = { ...(scenario.check && { check: scenario.check }), ...(assumes && { assumes }) };
  return { kind: 'scenario', address, suite, source, file, line, steps, durationMs, ...given };
}

/** Collects each created item once, because an idempotent call may return the same item twice. */
function createMade(run: RunContext) {
  const list: Removal[] = [];
  const seen = new Set<string>();
  const gone = new Set<string>();
  return {
    list,
    gone,
    note: (exchange: Exchange) => {
      if (exchange.response === null || !isSuccess(exchange.response.status)) return;
      for (const removal of list) if (removes(exchange, removal)) gone.add(removalKey(removal));
    },
    add: (removal: Removal) => {
      const key = removalKey(removal);
      gone.delete(key);
      if (seen.has(key)) return;
      seen.add(key);
      list.push(removal);
      const { madeBy, contract, with: fields, caller } = removal;
      const reason = 'the run ended before the removal of the item';
      run.journal.note(key, { madeBy, operation: contract.id, with: fields, reason, as: caller.as });
      run.tally.created += 1;
    },
  };
}

function runStep(planned: PlannedStep, context: StepRun): Promise<StepEnd> | StepEnd {
  const { run, scope } = context;
  const { step, address } = planned;
  if (run.signal.aborted) {
    const capture = step.kind === 'call' ? step.capture : {};
    scope.unanswered(step.id, { address, reason: `step "${step.id}" was not called`, capture });
    return stepEnd(planned, { state: 'blocked', reason: interruption(run.signal), attempts: 0 });
  }
  switch (step.kind) {
    case 'call':
      return runCallStep(planned, step, context);
    case 'wait':
      return wait(planned, step.ms, run);
    case 'advance':
      return advance(planned, step.ms, run);
  }
}

async function wait(planned: PlannedStep, ms: number, run: RunContext): Promise<StepEnd> {
  const waited = await sleep(ms, run.signal);
  return waited
    ? stepEnd(planned, { state: 'exercised', attempts: 1 })
    : stepEnd(planned, { state: 'blocked', reason: interruption(run.signal), attempts: 0 });
}

async function advance(planned: PlannedStep, ms: number, run: RunContext): Promise<StepEnd> {
  try {
    if (run.target.clock === undefined) throw new Error('the target has no movable clock');
    await run.target.clock.advance(ms / 1000);
    return stepEnd(planned, { state: 'exercised', attempts: 1 });
  } catch (error) {
    return stepEnd(planned, { state: 'blocked', reason: errorMessage(error), attempts: 1 });
  }
}

/** Returns the id of each step that a reference uses, such as the id `order` in `${order.id}`. */
function referredSteps(steps: readonly PlannedStep[], contracts: ContractSet): ReadonlySet<string> {
  const referred = new Set<string>();
  let before: Step | undefined;
  for (const { step } of steps) {
    if (step.kind !== 'call') continue;
    // All repetitions of a step are the same object.
    if (step !== before) for (const word of firstWords(step, contracts)) referred.add(word);
    before = step;
  }
  return referred;
}

function firstWords(step: CallStep, { operations }: ContractSet): readonly string[] {
  const { auth, extra, raw, expect, cleanup } = step;
  const ofContract = operations.get(step.call)?.cleanup;
  const expressions = expressionsIn([step.with, auth, extra, raw, expect, cleanup, ofContract]);
  return expressions.map((expression) => expression.split('.')[0] ?? '');
}
