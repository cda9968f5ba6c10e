import { type Address, isGenerated } from '../model/address.ts';
import type { Exchange, Phase } from '../model/exchange.ts';
import type { Finding, Tried } from '../model/finding.ts';
import type { OperationId } from '../model/operation-id.ts';
import { isStatus } from '../model/response-status.ts';
import type { JudgedStep, Promised } from '../model/verdict.ts';
import { isMismatch } from './causes/blame-drafts.ts';
import type { PlaceDiagnosis } from './causes/diagnose-places.ts';
import type { Judge } from './judge.ts';
import { findingsOf, readExchange } from './judge-exchange.ts';
import { blockingFailure, stillWaits } from './kinds/no-response.ts';
import { readTry } from './readers/read-try.ts';
import { untriedReason } from './readers/untried-reason.ts';
import { type ReproducedRequest, sentRequest } from './reproduction/sent-request.ts';
import type { Subject } from './subject.ts';

/** Data about the exchanges of a step. The data is kept until the scenario ends. */
export interface StepNotes {
  readonly address: Address;
  readonly phase: Phase;
  readonly operation: OperationId;
  /** True after the last attempt of the step. */
  settled: boolean;
  /** Number of final attempts. Each copy of a step has one final attempt. */
  finals: number;
  /** Findings of the last attempt, or of all copies of the step. */
  findings: readonly Finding[];
  blocked: string | undefined;
  /** The reason why the response proves nothing about the tested variation. */
  untried: string | undefined;
  /** True if a response other than a 429 proves nothing about the tested variation. */
  answered: boolean;
  callerRefused: boolean;
  /** The 4xx status of the last attempt, if the step expected a success. */
  refused: number | undefined;
  proposed: JudgedStep['proposed'];
  /** True if an earlier attempt failed. */
  flawed: boolean;
  /** True if the last attempt got no complete response. */
  unanswered: boolean;
  tried: Tried | undefined;
  /** What the step tests: the finding kind, the operation and the field. */
  promises: readonly Promised[];
}

export interface ScenarioNotes {
  readonly address: Address;
  readonly steps: ReadonlyMap<Address, StepNotes>;
  readonly durationMs: () => number;
  readonly kept: readonly Exchange[];
  readonly sent: readonly ReproducedRequest[];
  readonly add: (exchange: Exchange, judge: Judge, places: PlaceDiagnosis) => void;
}

/** Maximum number of requests that are kept per scenario, in addition to requests with findings. */
const MOST_SENT = 200;

export function createScenarioNotes(address: Address): ScenarioNotes {
  const steps = new Map<Address, StepNotes>();
  let from = Number.POSITIVE_INFINITY;
  let until = 0;
  const kept: Exchange[] = [];
  const sent: ReproducedRequest[] = [];
  return {
    address,
    steps,
    kept,
    sent,
    durationMs: () => Math.round(Math.max(0, until - from)),
    add: (exchange, judge, places) => {
      from = Math.min(from, exchange.startedMs);
      until = Math.max(until, exchange.startedMs + exchange.durationMs);
      const key = stepKey(exchange);
      let notes = steps.get(key);
      if (notes === undefined) {
        notes = newNotes(exchange);
        steps.set(key, notes);
      }
      const subject = readExchange(exchange, judge);
      const findings = noteExchange(notes, subject);
      if (exchange.superseded) return;
      places.note(subject, findings);
      if (exchange.kept === true) kept.push(exchange);
      if (sent.length < MOST_SENT || findings.length > 0) sent.push(sentRequest(exchange));
    },
  };
}

/** A clean-up may have the same address as a step, but counts separately. */
export function stepKey({ address, phase }: { readonly address: Address; readonly phase: Phase }): string {
  return phase === 'cleanup' ? `${address} (clean-up)` : address;
}

function newNotes({ address, phase, operation }: Exchange): StepNotes {
  return {
    address,
    phase,
    operation,
    settled: false,
    finals: 0,
    findings: NOTHING,
    blocked: undefined,
    untried: undefined,
    answered: false,
    callerRefused: false,
    refused: undefined,
    proposed: undefined,
    flawed: false,
    unanswered: false,
    promises: NOTHING,
    tried: undefined,
  };
}

const NOTHING: readonly never[] = [];

/** Returns no findings for an exchange that a later attempt superseded. */
function noteExchange(notes: StepNotes, subject: Subject): readonly Finding[] {
  const { exchange } = subject;
  const findings = findingsOf(subject);
  if (exchange.superseded) {
    notes.flawed ||= isFlawed(exchange, findings);
    return NOTHING;
  }
  notes.finals += 1;
  notes.settled = true;
  notes.unanswered ||= exchange.failure !== undefined;
  if (notes.promises.length === 0) notes.promises = promisesOf(exchange);
  notes.tried ??= readTry(exchange, subject.contract);
  const proposed = proposedState(subject);
  const untried = stillWaits(subject) ?? untriedReason(subject);
  // If the server lacks an operation that is only proposed, the step has no findings.
  const counted =
    proposed === 'absent' || isRemoved(subject)
      ? []
      : findings.filter(
          ({ kind }) =>
            untried === undefined || kind === 'accepted-invalid' || !isMismatch(kind, exchange.expect.blame),
        );
  if (counted.length > 0) notes.findings = [...notes.findings, ...counted];
  notes.proposed = notes.proposed === 'arrived' ? 'arrived' : proposed;
  notes.untried ??= untried;
  notes.answered ||= untried !== undefined && exchange.response?.status !== 429;
  notes.callerRefused ||= isCallerRefused(exchange);
  notes.refused ??= refusedStatus(subject);
  notes.blocked ??= blockingFailure(exchange.failure) ?? limited(exchange) ?? refusedCaller(subject);
  return counted;
}

/** Detects a rejected credential, unless the step sends a wrong credential on purpose. */
function refusedCaller({ exchange, answer }: Subject): string | undefined {
  const { asked, expect, overheard, address } = exchange;
  const status = answer.response?.status;
  if ((status !== 401 && status !== 403) || answer.wish.accepts(status) || overheard === true) return undefined;
  if (asked.auth === null || asked.forged === true || !isGenerated(address)) return undefined;
  if (expect.blame !== undefined && expect.blame.kind !== 'rejected-valid') return undefined;
  return `the server rejects the credential of ${asked.as} with ${status}: check the environment variable and the permissions of the credential`;
}

function isCallerRefused({ asked, response }: Exchange): boolean {
  return asked.auth !== null && asked.forged !== true && (response?.status === 401 || response?.status === 403);
}

function refusedStatus({ answer: { response, wish } }: Subject): number | undefined {
  const { status } = response ?? { status: 0 };
  return status >= 400 && status < 500 && !wish.accepts(status) ? status : undefined;
}

/** Detects an unexpected status 429, because this status says nothing about the API. */
function limited({ response, expect, overheard }: Exchange): string | undefined {
  if (response?.status !== 429 || overheard === true) return undefined;
  if (expect.status.some((wanted) => isStatus(wanted, 429))) return undefined;
  return 'the server returned 429 (too many requests)';
}

function promisesOf({ expect, operation, phase }: Exchange): readonly Promised[] {
  const { blame } = expect;
  if (blame === undefined || phase === 'cleanup') return NOTHING;
  const { kind, field } = blame;
  return [{ kind, operation: blame.operation ?? operation, ...(field !== undefined && { field }) }];
}

/** While a step with `eventually` still waits, an unexpected response is no failure. */
function isFlawed(exchange: Exchange, findings: readonly Finding[]): boolean {
  if (limited(exchange) !== undefined) return false;
  if (exchange.failure !== undefined) return true;
  return exchange.polling === true
    ? findings.some(({ kind }) => !isMismatch(kind, exchange.expect.blame))
    : findings.length > 0;
}

function proposedState({ contract, answer }: Subject): JudgedStep['proposed'] {
  if (contract.lifecycle !== 'proposed' || answer.kind === 'none' || answer.lenient) return undefined;
  return answer.kind === 'absent' ? 'absent' : 'arrived';
}

function isRemoved({ contract, answer }: Subject): boolean {
  return contract.lifecycle === 'removed' && answer.kind === 'absent';
}
