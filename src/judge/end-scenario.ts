import type { Address } from '../model/address.ts';
import type { ScenarioEnd, StepEnd } from '../model/exchange.ts';
import type { JudgedScenario, JudgedStep } from '../model/verdict.ts';
import { type ScenarioNotes, type StepNotes, stepKey } from './scenario-notes.ts';

/** What the run says of a scenario and what was found in its exchanges, as one. Steps keep the order of the run. */
export function endScenario(end: ScenarioEnd, notes: ScenarioNotes): JudgedScenario {
  const { address, suite, source, file, line, durationMs } = end;
  const judged = new Map<Address, JudgedStep>();
  const steps = end.steps.map((step) => {
    const result = endStep(step, notes.steps.get(stepKey(step)), { judged, isGenerated: GENERATED.has(source) });
    judged.set(step.address, result);
    return result;
  });
  const keys = new Set(end.steps.map(stepKey));
  const besides = [...notes.steps].filter(([key]) => !keys.has(key)).map(([, step]) => unfinishedStep(step));
  return { address, suite, source, file, line, durationMs, steps: [...steps, ...besides.filter(isWorthShowing)] };
}

/** A scenario of which the recording has no end: the run died. What was seen counts. */
export function endUnfinished(notes: ScenarioNotes, ended: JudgedScenario | undefined): JudgedScenario {
  const steps = [...notes.steps.values()].map(unfinishedStep).filter(isWorthShowing);
  if (ended !== undefined) return { ...ended, steps: [...ended.steps, ...steps] };
  const { address } = notes;
  const suite = address.split('/')[0] ?? address;
  return { address, suite, source: 'suite', file: '', line: 0, durationMs: notes.durationMs(), steps };
}

const GENERATED: ReadonlySet<ScenarioEnd['source']> = new Set(['probe', 'behavior']);

interface Before {
  readonly judged: ReadonlyMap<Address, JudgedStep>;
  readonly isGenerated: boolean;
}

function endStep(end: StepEnd, notes: StepNotes | undefined, before: Before): JudgedStep {
  const { address, operation, phase, line, state } = end;
  if (state === 'exercised' && notes !== undefined)
    return { address, operation, phase, line, ...exercisedState(notes) };
  const said = state === 'unresolved' ? unresolvedState(end, before) : statedState(state, end.reason);
  return { address, operation, phase, line, ...said, flaky: false, findings: NOTHING };
}

/** Shared: there may be very many steps of which nothing is to be said. */
const NOTHING: readonly never[] = [];

function statedState(state: StepEnd['state'] & JudgedStep['state'], reason: string | undefined) {
  return reason === undefined ? { state } : { state, reason };
}

/**
 * Not called for lack of another step's answer: that step's findings say why. Where nothing does, a step that somebody wrote is
 * blocked; of a generated one, the answer of a step that went well may simply not have what the contracts let expect.
 */
function unresolvedState(
  { needs, reason }: StepEnd,
  { judged, isGenerated }: Before,
): Pick<JudgedStep, 'state' | 'reason'> {
  const needed = needs === undefined ? undefined : judged.get(needs);
  const explained =
    needed !== undefined && (needed.findings.length > 0 || needed.state === 'skipped' || needed.proposed === 'absent');
  if (explained) return { state: 'skipped', reason: `after ${needed.address}` };
  const state = isGenerated && needed?.state !== 'blocked' ? 'not-tried' : 'blocked';
  return { state, reason: reason ?? 'a value that it needs is not there' };
}

type Exercised = Pick<JudgedStep, 'state' | 'reason' | 'flaky' | 'findings' | 'proposed' | 'promises' | 'tried'>;

function exercisedState(notes: StepNotes): Exercised {
  const { settled, blocked, untried, findings, flawed, unanswered, proposed, promises, tried } = notes;
  if (!settled)
    return { state: 'blocked', reason: 'the run ended before its last attempt', flaky: false, findings: [] };
  if (blocked !== undefined) return { state: 'blocked', reason: blocked, flaky: false, findings: [] };
  if (untried !== undefined && findings.length === 0)
    return { state: 'not-tried', reason: untried, flaky: false, findings: NOTHING };
  const flaky = flawed && !unanswered && findings.length === 0;
  const state = 'exercised';
  if (proposed === undefined && promises.length === 0 && tried === undefined) return { state, flaky, findings };
  return {
    ...{ state, flaky, findings },
    ...(proposed === undefined ? {} : { proposed }),
    ...(promises.length === 0 ? {} : { promises }),
    ...(tried === undefined ? {} : { tried }),
  };
}

function unfinishedStep(notes: StepNotes): JudgedStep {
  const { address, operation, phase } = notes;
  return { address, operation, phase, line: 0, ...exercisedState(notes) };
}

/** A clean-up of which nothing is to be said is no step that anybody planned. */
function isWorthShowing(step: JudgedStep): boolean {
  return step.phase !== 'cleanup' || step.findings.length > 0;
}
