import { abortReason } from '../../lib/on-abort.ts';
import type { Contract } from '../../model/contract.ts';
import { type Exchange, NEVER_REACHED, type Reference, type StepEnd } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { PlannedStep } from '../../model/plan.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { CallStep } from '../../model/suite.ts';
import { makesThing } from '../../plan/reach.ts';
import { type Removal, removalOf } from '../cleanup/removal.ts';
import type { Attempts } from '../cleanup/run-removals.ts';
import { laneOf, type SendOptions, sendCall } from '../http/send-call.ts';
import { sendOnce } from '../http/send-once.ts';
import type { RunContext } from '../run-context.ts';
import type { Caller } from '../target/choose-credential.ts';
import { strayPathValue } from './path-values.ts';
import { type CallInput, type PreparedCall, prepareCall } from './prepare-call.ts';
import { notingLookup, type Resolved, resolveReferences } from './resolve-references.ts';
import type { ScenarioScope } from './scenario-scope.ts';

export interface StepRun {
  readonly run: RunContext;
  readonly scope: ScenarioScope;
  /** Called with the removal as soon as the response to the creating call arrives. */
  readonly onMade: (removal: Removal) => void;
  readonly onAnswer: (exchange: Exchange) => void;
  readonly attempts: Attempts;
  readonly taken: Set<Json>;
  readonly kept: boolean;
  readonly isUnpaced: (step: CallStep) => boolean;
  /** Called if another scenario may have caused the response. Returns the results of this step and of all later steps. */
  readonly onCrowded: (exchange: Exchange) => UnexercisedParts;
}

/** A failure of the target becomes part of the result, and not an exception. */
export async function runCallStep(planned: PlannedStep, step: CallStep, context: StepRun): Promise<StepEnd> {
  const { run, scope } = context;
  const contract = contractOf(run, step);
  const notCalled = (parts: Omit<EndParts, 'attempts'>): StepEnd => {
    const reason = `step "${step.id}" was not called`;
    scope.unanswered(step.id, { address: planned.address, reason, capture: step.capture });
    return stepEnd(planned, { ...parts, attempts: 0 });
  };
  const resolved = resolveStep(step, scope);
  if (!resolved.ok) return notCalled({ state: 'unresolved', ...resolved.problem });
  const stray = strayPathValue(contract, step.with, resolved.value.with);
  if (stray !== undefined) return notCalled({ state: 'unresolved', reason: stray });
  const { refers, value: parts } = resolved;
  const input = callInput(planned, step, { contract, parts, kept: context.kept, refers });
  const prepared = prepareCall(run, input);
  if (!prepared.ok) return notCalled({ state: 'blocked', reason: prepared.reason });
  const onAttempt = (attempt: Exchange) => {
    const removal = removalOf(run, { step, contract, caller: input.caller, scope, exchange: attempt });
    if (removal !== null) context.onMade(removal);
  };
  const { copies } = step;
  const closed = run.environment.closed() ?? run.pace.closed(laneOf(prepared.call.asked, contract.id));
  if (closed !== undefined) return notCalled({ state: 'blocked', reason: closed });
  const before = context.attempts.get(planned.address) ?? 0;
  const options = { ...optionsOf(step, context, refers), onAttempt, firstAttempt: before + 1 };
  const isMaking = mayMake(step, contract, run);
  if (isMaking && !journalMaking(run, prepared.call)) return notCalled({ state: 'blocked', reason: NOT_JOURNALLED });
  const exchange =
    copies === undefined
      ? await sendCall(run, prepared.call, options)
      : await sendCopies(run, prepared.call, { ...options, copies, onAnswer: context.onAnswer });
  if (isMaking) run.journal.settle(planned.address);
  if (exchange === null) return notCalled({ state: 'blocked', reason: interruption(run.signal) });
  const attempts = copies === undefined ? exchange.attempt : before + copies;
  context.attempts.set(planned.address, attempts);
  if (exchange.superseded) return notCalled(context.onCrowded(exchange));
  if (copies === undefined) context.onAnswer(exchange);
  return answeredEnd(planned, step, { exchange, scope, attempts });
}

function optionsOf(step: CallStep, { run, taken, isUnpaced }: StepRun, refers: readonly Reference[]) {
  for (const { value, from } of refers) if (from !== undefined) taken.add(value);
  return { signal: run.signal, taken, unpaced: isUnpaced(step) };
}

export function interruption(signal: AbortSignal): string {
  return `the run was interrupted (${abortReason(signal)})`;
}

const NOT_JOURNALLED =
  'the journal of the run cannot be written, so the run creates nothing (see docs/reference/safety.md)';

function mayMake(step: CallStep, contract: Contract, { contracts }: RunContext): boolean {
  if (contract.safe || step.cleanup === null) return false;
  return step.cleanup !== undefined || makesThing(contract, contracts.schemas);
}

/** If the item cannot be written to the journal, the request must not be sent. */
function journalMaking({ journal }: RunContext, { address, contract, asked, request }: PreparedCall): boolean {
  const reason = `the item may exist: the run ended during ${request.method} ${request.target}`;
  return journal.note(address, { madeBy: address, operation: contract.id, with: asked.with, reason });
}

type EndParts = Pick<StepEnd, 'state' | 'reason' | 'needs' | 'attempts'>;
export type UnexercisedParts = Omit<EndParts, 'attempts' | 'needs'>;

export function stepEnd({ address, phase, step }: PlannedStep, parts: EndParts): StepEnd {
  const operation = step.kind === 'call' ? step.call : null;
  const { state, reason, needs, attempts } = parts;
  return { address, operation, phase, line: step.at.line, state, reason, needs, attempts };
}

interface Answer {
  readonly exchange: Exchange;
  readonly scope: ScenarioScope;
  readonly attempts: number;
}

function answeredEnd(planned: PlannedStep, step: CallStep, { exchange, scope, attempts }: Answer): StepEnd {
  const { response, failure } = exchange;
  const { id, capture } = step;
  const { address } = planned;
  if (response !== null && failure === undefined) {
    scope.answered({ id, address, response, capture });
    return stepEnd(planned, { state: 'exercised', attempts });
  }
  scope.unanswered(id, { address, reason: `step "${id}" got no response (${failure?.code})`, capture });
  if (failure === undefined || !(failure.code === 'interrupted' || NEVER_REACHED.has(failure.code)))
    return stepEnd(planned, { state: 'exercised', attempts });
  return stepEnd(planned, { state: 'blocked', reason: `${failure.code}: ${failure.message}`, attempts });
}

function contractOf(run: RunContext, step: CallStep): Contract {
  const contract = run.contracts.operations.get(step.call);
  if (contract === undefined) throw new Error(`expected a contract for "${step.call}"`);
  return contract;
}

type Parts = Pick<CallStep, 'with' | 'auth' | 'extra' | 'raw' | 'expect'>;

/** All references of a step get the same time, because equal references must have equal values. */
function resolveStep(
  step: CallStep,
  scope: ScenarioScope,
): Resolved<Parts> & { readonly refers: readonly Reference[] } {
  const { auth, extra, raw, expect } = step;
  const { lookup, noted } = notingLookup(scope.freeze());
  return { ...resolveReferences<Parts>({ with: step.with, auth, extra, raw, expect }, lookup), refers: noted() };
}

interface Resolution {
  readonly refers: readonly Reference[];
  readonly contract: Contract;
  readonly parts: Parts;
  readonly kept: boolean;
}

function callInput({ address, phase }: PlannedStep, step: CallStep, resolution: Resolution): CallInput {
  const { contract, parts, kept, refers } = resolution;
  const caller: Caller = { as: step.as, auth: parts.auth };
  const invalid = step.invalid || step.extra !== undefined || step.raw !== undefined;
  const { extra, raw, expect } = parts;
  return {
    address,
    phase,
    contract,
    with: parts.with,
    caller,
    extra,
    raw,
    invalid,
    expect,
    eventuallyMs: step.eventuallyMs,
    kept,
    refers,
  };
}

interface CopyOptions extends Pick<SendOptions, 'signal' | 'onAttempt' | 'firstAttempt'> {
  readonly copies: number;
  readonly onAnswer: (exchange: Exchange) => void;
}

/** Sends the copies on open connections, because the copies must arrive at the same time. */
async function sendCopies(run: RunContext, call: PreparedCall, options: CopyOptions): Promise<Exchange | null> {
  const { signal, onAttempt, onAnswer, copies, firstAttempt = 1 } = options;
  const lane = laneOf(call.asked, call.contract.id);
  if (!(await run.pace.takeAll(lane, copies, signal))) return null;
  const lanes = await run.transport.lanes(copies, signal);
  const sent = await Promise.all(
    lanes.map((send, index) => sendOnce(run, call, { attempt: firstAttempt + index, signal, send })),
  );
  for (const exchange of sent) {
    run.pace.done(lane, exchange.response);
    onAttempt?.(exchange);
    onAnswer(exchange);
    run.recorder.record(exchange);
  }
  return sent.find(hasSucceeded) ?? sent.find(({ failure }) => failure === undefined) ?? sent[0] ?? null;
}

export function hasSucceeded({ response, failure }: Exchange): boolean {
  return failure === undefined && response !== null && isSuccess(response.status);
}
