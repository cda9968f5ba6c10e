import { compareText } from '../lib/compare-text.ts';
import { codedError } from '../lib/error.ts';
import { type Address, isRepeated, isShrunk, scenarioOf } from '../model/address.ts';
import type { Exchange, RecordingEntry, RecordingPieces, RunEnd, RunStart, ScenarioEnd } from '../model/exchange.ts';
import type { Judged, JudgedScenario, JudgedStep } from '../model/verdict.ts';
import { createRepeats, type Repeats } from './causes/confirm-findings.ts';
import { createPlaceDiagnosis, type PlaceDiagnosis } from './causes/diagnose-places.ts';
import { createFindingBounds, type FindingBounds, settleCauses } from './causes/settle-causes.ts';
import { endScenario, endUnfinished, judgeScenarioCheck } from './end-scenario.ts';
import type { Judge } from './judge.ts';
import { addReproductions, createReruns, type Reruns } from './reproduction/add-reproductions.ts';
import { createScenarioNotes, type ScenarioNotes } from './scenario-notes.ts';

type JudgeSource = Judge | ((run: RunStart) => Judge | Promise<Judge>);

/**
 * Judges a recording while it is read. @throws operation-unknown, or recording-invalid if an exchange comes before the
 * start of the run
 */
export async function judgeRecording(pieces: RecordingPieces, source: JudgeSource): Promise<Judged> {
  const state: State = {
    run: null,
    judge: null,
    end: null,
    exchanges: 0,
    open: new Map(),
    ended: new Map(),
    reruns: createReruns(),
    repeats: createRepeats(),
    bounds: createFindingBounds(),
    places: createPlaceDiagnosis(),
  };
  for await (const entries of pieces)
    for (const entry of entries)
      if (entry.kind === 'run') await start(state, entry, source);
      else judgeEntry(state, entry);
  return conclude(state);
}

interface State {
  run: RunStart | null;
  judge: Judge | null;
  end: RunEnd | null;
  exchanges: number;
  /** Scenarios whose end has not been read yet. */
  readonly open: Map<Address, ScenarioNotes>;
  readonly ended: Map<Address, JudgedScenario>;
  readonly reruns: Reruns;
  readonly repeats: Repeats;
  readonly bounds: FindingBounds;
  readonly places: PlaceDiagnosis;
}

async function start(state: State, run: RunStart, source: JudgeSource): Promise<void> {
  state.run ??= run;
  state.judge ??= typeof source === 'function' ? await source(run) : source;
}

function judgeEntry(state: State, entry: Exclude<RecordingEntry, RunStart>): void {
  if (entry.kind === 'exchange') note(state, entry);
  else if (entry.kind === 'scenario') endOne(state, entry);
  else state.end = entry;
}

function note(state: State, exchange: Exchange): void {
  if (state.judge === null) throw badRecording(`exchange ${exchange.id} comes before the start line`);
  state.exchanges++;
  if (exchange.phase === 'watch') return;
  notesOf(state, scenarioOf(exchange.address)).add(exchange, state.judge, state.places);
}

function notesOf({ open }: State, address: Address): ScenarioNotes {
  const known = open.get(address);
  if (known !== undefined) return known;
  const notes = createScenarioNotes(address);
  open.set(address, notes);
  return notes;
}

function endOne(state: State, end: ScenarioEnd): void {
  const notes = state.open.get(end.address) ?? createScenarioNotes(end.address);
  state.open.delete(end.address);
  if (end.check !== undefined && state.judge !== null) judgeScenarioCheck(end.check, notes, state.judge);
  keep(state, endScenario(end, notes), notes);
}

/** Keeps repetitions separately: a short repetition gives a shorter reproduction, and a full repetition confirms findings. */
function keep(state: State, scenario: JudgedScenario, { sent }: ScenarioNotes): void {
  const { run, judge, ended, reruns, repeats, bounds } = state;
  if (run === null || judge === null) return void ended.set(scenario.address, scenario);
  const { origin } = run.target;
  const { contracts, secrets } = judge.context;
  const source = { sent, origin, secrets, api: contracts.api, isShown: bounds.isShown };
  const shown = bounds.share(addReproductions(scenario, source));
  if (isShrunk(scenario.address)) reruns.add(shown);
  else if (isRepeated(scenario.address)) repeats.add(shown);
  else ended.set(scenario.address, shown);
}

function conclude(state: State): Judged {
  const { run, end, exchanges, open, ended, reruns, repeats, places } = state;
  if (run === null) throw badRecording('the recording has no start line');
  for (const [address, notes] of open) keep(state, endUnfinished(notes, ended.get(address)), notes);
  const judged = [...ended.values()].map(reruns.shrink).sort((a, b) => compareText(a.address, b.address));
  const scenarios = withoutEnvironment(places.apply(repeats.apply(judged)), end);
  return { run, end, scenarios: settleCauses(scenarios), exchanges };
}

/**
 * Marks steps as blocked if the environment explains their responses, for example because the server rejects the API
 * key.
 */
function withoutEnvironment(scenarios: readonly JudgedScenario[], end: RunEnd | null): readonly JudgedScenario[] {
  if (end?.environment !== undefined) {
    const { environment, callerRefused = false } = end;
    return scenarios.map(blockedBy(environment, (step) => !callerRefused || step.callerRefused === true));
  }
  if (end?.stopped === undefined) return scenarios;
  const { reason, after, scenarios: later } = end.stopped;
  const isLater = new Set(later);
  return scenarios.map((scenario) => {
    const at = scenario.steps.findIndex((step) => step.address === after);
    if (at < 0) return isLater.has(scenario.address) ? blockedBy(reason)(scenario) : scenario;
    return blockedBy(reason, (step) => scenario.steps.indexOf(step) > at)(scenario);
  });
}

function blockedBy(reason: string, isMeant: (step: JudgedStep) => boolean = () => true) {
  const blocked = ({ address, operation, phase, line }: JudgedStep): JudgedStep => ({
    ...{ address, operation, phase, line, state: 'blocked', reason, flaky: false, findings: [] },
  });
  return (scenario: JudgedScenario): JudgedScenario => ({
    ...scenario,
    steps: scenario.steps.map((step) =>
      step.state === 'blocked' || (step.state === 'exercised' && isMeant(step)) ? blocked(step) : step,
    ),
  });
}

function badRecording(what: string): Error {
  return codedError('recording-invalid', `the first line of a recording must be the start of its run; ${what}`);
}
