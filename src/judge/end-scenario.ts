import { type Address, suiteOf } from '../model/address.ts';
import type { ScenarioCheck } from '../model/check.ts';
import type { ScenarioEnd, StepEnd } from '../model/exchange.ts';
import { FINDING_KINDS, type Finding, type FindingKind } from '../model/finding.ts';
import type { JudgedScenario, JudgedStep } from '../model/verdict.ts';
import { causeId } from './causes/cause-id.ts';
import { exchangeFinding } from './causes/exchange-finding.ts';
import { fingerprintAt } from './causes/make-finding.ts';
import type { Judge } from './judge.ts';
import { unknownOperation } from './judge-exchange.ts';
import { KINDS } from './kinds.ts';
import { type AnswersOf, readKept } from './readers/kept-answers.ts';
import { type ScenarioNotes, type StepNotes, stepKey } from './scenario-notes.ts';

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
  const all = [...steps, ...besides.filter(isWorthShowing)];
  return { address, suite, source, file, line, durationMs, steps: withAssumption(all, end) };
}

/** Adds to each finding the values that the scenario needs, but that the target does not state. */
function withAssumption(steps: readonly JudgedStep[], { assumes }: ScenarioEnd): readonly JudgedStep[] {
  if (assumes === undefined) return steps;
  return steps.map((step) =>
    step.findings.length === 0
      ? step
      : { ...step, findings: step.findings.map((finding) => ({ ...finding, assumes })) },
  );
}

/** Judges a scenario whose end is not in the recording, because the run was killed or crashed. */
export function endUnfinished(notes: ScenarioNotes, ended: JudgedScenario | undefined): JudgedScenario {
  const steps = [...notes.steps.values()].map(unfinishedStep).filter(isWorthShowing);
  if (ended !== undefined) return { ...ended, steps: [...ended.steps, ...steps] };
  const { address } = notes;
  return {
    address,
    suite: suiteOf(address),
    source: 'suite',
    file: '',
    line: 0,
    durationMs: notes.durationMs(),
    steps,
  };
}

const GENERATED: ReadonlySet<ScenarioEnd['source']> = new Set(['probe', 'behavior']);

interface Before {
  readonly judged: ReadonlyMap<Address, JudgedStep>;
  readonly isGenerated: boolean;
}

function endStep(end: StepEnd, notes: StepNotes | undefined, before: Before): JudgedStep {
  const { address, operation, phase, line, state } = end;
  if (state === 'exercised' && notes !== undefined)
    return {
      ...{ address, operation, phase, line },
      ...(before.isGenerated && phase === 'setup' ? preparedState(notes) : exercisedState(notes)),
    };
  const said = state === 'unresolved' ? unresolvedState(end, before) : statedState(state, end.reason);
  return { address, operation, phase, line, ...said, flaky: false, findings: NOTHING };
}

const NOTHING: readonly never[] = [];

function statedState(state: StepEnd['state'] & JudgedStep['state'], reason: string | undefined) {
  return reason === undefined ? { state } : { state, reason };
}

/** Returns `skipped` if the earlier step already explains the missing value. */
function unresolvedState(
  { needs, reason }: StepEnd,
  { judged, isGenerated }: Before,
): Pick<JudgedStep, 'state' | 'reason'> {
  const needed = needs === undefined ? undefined : judged.get(needs);
  const explained =
    needed !== undefined && (needed.findings.length > 0 || needed.state === 'skipped' || needed.proposed === 'absent');
  if (explained) return { state: 'skipped', reason: `needs a value from the response of ${needed.address}` };
  const state = isGenerated && needed?.state !== 'blocked' ? 'not-tried' : 'blocked';
  const stated = needed?.state === 'not-tried' ? needed.reason : reason;
  return { state, reason: stated ?? reason ?? 'the step needs a value that is missing' };
}

type Exercised = Pick<
  JudgedStep,
  'state' | 'reason' | 'flaky' | 'findings' | 'answered' | 'race' | 'callerRefused' | 'proposed' | 'promises' | 'tried'
>;

function exercisedState(notes: StepNotes): Exercised {
  const { settled, blocked, untried, flawed, unanswered } = notes;
  const race = notes.finals > 1;
  const findings = race ? asOneRace(notes) : notes.findings;
  const { proposed, promises, tried, callerRefused } = notes;
  if (!settled)
    return {
      state: 'blocked',
      reason: 'the run ended before the last attempt of the step',
      flaky: false,
      findings: [],
    };
  if (blocked !== undefined) return { state: 'blocked', reason: blocked, flaky: false, findings: [] };
  if (untried !== undefined && findings.length === 0)
    return {
      state: 'not-tried',
      reason: untried,
      flaky: false,
      findings: NOTHING,
      ...(notes.answered && { answered: true }),
    };
  const flaky = flawed && !unanswered && findings.length === 0;
  const state = 'exercised';
  if (proposed === undefined && promises.length === 0 && tried === undefined && !callerRefused && !race)
    return { state, flaky, findings };
  return {
    ...{ state, flaky, findings },
    ...(race && { race }),
    ...(callerRefused && { callerRefused }),
    ...(proposed === undefined ? {} : { proposed }),
    ...(promises.length === 0 ? {} : { promises }),
    ...(tried === undefined ? {} : { tried }),
  };
}

/** A race can end in different ways, so all its findings get one cause, field and fingerprint. */
function asOneRace({ findings, finals, promises, tried }: StepNotes): readonly Finding[] {
  const [promise] = promises;
  const failed = findings.filter((finding) => finding.kind === 'server-error').length;
  if (promise === undefined || tried === undefined || failed === finals) return findings;
  const { kind } = promise;
  const cause = causeId(kind, [tried.what, '2xx']);
  return findings.map((finding) => {
    const fingerprint = fingerprintAt(finding.where, [kind, finding.operation, tried.what]);
    const same = { kind, cause, fingerprint, field: promise.field ?? null };
    if (finding.kind === kind) return { ...finding, ...same };
    if (finding.kind !== 'server-error') return finding;
    return { ...finding, ...same, observed: `${finding.observed} for one of ${finals} concurrent calls` };
  });
}

/** A rejected preparing call is no finding here, because a separate scenario tests this call. */
function preparedState(notes: StepNotes): Exercised {
  const { refused, operation, findings } = notes;
  if (refused === undefined) return exercisedState(notes);
  const untried = `${operation}, which prepares the scenario, returned ${refused}`;
  return exercisedState({ ...notes, untried, findings: findings.filter(({ kind }) => !saysRefused(kind)) });
}

function saysRefused(kind: FindingKind): boolean {
  return KINDS[kind].mismatch === true || kind === 'status-undeclared';
}

function unfinishedStep(notes: StepNotes): JudgedStep {
  const { address, operation, phase } = notes;
  return { address, operation, phase, line: 0, ...exercisedState(notes) };
}

/** A clean-up appears in reports only if it has findings. */
function isWorthShowing(step: JudgedStep): boolean {
  return step.phase !== 'cleanup' || step.findings.length > 0;
}

/** Checks a condition about several responses, unless one response has a finding that masks all other defects. */
export function judgeScenarioCheck(check: ScenarioCheck, notes: ScenarioNotes, judge: Judge): void {
  for (const kind of FINDING_KINDS) {
    const rule = KINDS[kind].scenario;
    if (rule?.check !== check.check || judge.context.severity[kind] === 'off') continue;
    notePromise(check, notes, kind);
    const found = rule.find(check, answersOf(notes));
    const step = found === undefined ? undefined : notes.steps.get(found.exchange.address);
    if (found === undefined || step === undefined) continue;
    const { exchange, draft } = found;
    const contract = judge.context.contracts.operations.get(exchange.operation);
    if (contract === undefined) throw unknownOperation(exchange);
    step.findings = [...step.findings, exchangeFinding(kind, draft, { exchange, contract, judge })];
  }
}

function notePromise(check: ScenarioCheck, notes: ScenarioNotes, kind: FindingKind): void {
  const field = check.check === 'one-result' ? { field: check.same } : {};
  for (const id of check.check === 'each-once' ? check.pages : [check.step]) {
    const step = notes.steps.get(`${notes.address}/${id}`);
    if (step !== undefined) step.promises = [...step.promises, { kind, operation: step.operation, ...field }];
  }
}

function answersOf(notes: ScenarioNotes): AnswersOf {
  return (step) => {
    const address = `${notes.address}/${step}`;
    const findings = notes.steps.get(address)?.findings ?? [];
    const answers = notes.kept.filter((exchange) => exchange.address === address).map(readKept);
    const complete = answers.filter((answer) => answer !== undefined);
    if (complete.length === 0 || complete.length < answers.length) return undefined;
    return findings.some(({ kind }) => KINDS[kind].masks) ? undefined : complete;
  };
}
