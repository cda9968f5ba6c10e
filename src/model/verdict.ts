import type { Address } from './address.ts';
import type { Cause } from './cause.ts';
import type { Leftover, Phase, RunEnd, RunStart } from './exchange.ts';
import type { Finding, FindingKind, Tried } from './finding.ts';
import type { LedgerProblem, Xfail } from './ledger.ts';
import type { OperationId } from './operation-id.ts';
import type { ScenarioSource } from './plan.ts';

/** The judged recording, before the ledger excuses findings. */
export interface Judged {
  readonly run: RunStart;
  /** The last line of the recording, or null if the run was killed or crashed. */
  readonly end: RunEnd | null;
  /** The scenarios are sorted by address. */
  readonly scenarios: readonly JudgedScenario[];
  readonly exchanges: number;
}

export interface JudgedScenario {
  readonly address: Address;
  readonly suite: string;
  readonly source: ScenarioSource;
  readonly file: string;
  readonly line: number;
  readonly durationMs: number;
  readonly steps: readonly JudgedStep[];
}

export interface JudgedStep {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly state: 'exercised' | 'blocked' | 'not-tried' | 'skipped';
  readonly reason?: string;
  readonly flaky: boolean;
  readonly findings: readonly Finding[];
  /** True if the step sent simultaneous copies. Whether a defect occurs then depends on the timing. */
  readonly race?: true;
  /** True if the server responded, but the response does not show how the server treats the tested variation. */
  readonly answered?: true;
  /** True if the server rejected the credential that the step sent. */
  readonly callerRefused?: true;
  /** For a proposed contract, whether the server already has the operation (`arrived`). */
  readonly proposed?: 'absent' | 'arrived';
  readonly tried?: Tried;
  /** The findings that a generated step reports on failure. A success shows that they are repaired. */
  readonly promises?: readonly Promised[];
}

export interface Promised {
  readonly kind: FindingKind;
  readonly operation: OperationId;
  /** The tested field, or undefined for any field. */
  readonly field?: string;
}

export const OUTCOMES = ['failed', 'blocked', 'xpassed', 'xfailed', 'flaky', 'not-tried', 'skipped', 'passed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface StepVerdict {
  readonly address: Address;
  readonly operation: OperationId | null;
  readonly phase: Phase;
  readonly line: number;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly race?: true;
  readonly findings: readonly Finding[];
  readonly excused: readonly { readonly finding: Finding; readonly xfail: Xfail }[];
  readonly xpasses: readonly Xpass[];
}

/** A ledger entry whose cause did not occur, or a proposed operation that the server already has. */
export interface Xpass {
  readonly what: string;
  readonly reason: string;
  readonly ref?: string;
  readonly owner?: string;
  readonly strict: boolean;
  readonly at: { readonly file: string; readonly line: number } | null;
  readonly address: Address;
}

export interface ScenarioVerdict extends Omit<JudgedScenario, 'steps'> {
  readonly outcome: Outcome;
  readonly steps: readonly StepVerdict[];
}

export interface Verdict {
  readonly run: RunStart;
  readonly end: RunEnd | null;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly counts: { readonly scenarios: OutcomeCounts; readonly steps: OutcomeCounts };
  readonly exchanges: number;
  /** Causes that the ledger does not excuse, the most severe first. */
  readonly causes: readonly Cause[];
  /** Findings that the ledger does not excuse, without duplicates, sorted by severity and address. */
  readonly findings: readonly Finding[];
  readonly xpasses: readonly Xpass[];
  readonly ledgerProblems: readonly LedgerProblem[];
  readonly leftovers: readonly Leftover[];
  readonly coverage: Coverage;
  readonly exitCode: number;
}

/** Compares the causes of a run with those of an earlier run, by id. */
export interface BaselineComparison {
  readonly fresh: readonly string[];
  readonly known: readonly string[];
  /** Earlier causes that did not occur again, although their steps were run again. */
  readonly gone: readonly string[];
  /** Earlier causes that may still exist, because simultaneous calls show a cause only by chance. */
  readonly unseen: readonly string[];
  /** Earlier causes that could not occur again, because their steps were not run. */
  readonly notTried: readonly string[];
}

export type OutcomeCounts = { readonly [outcome in Outcome]: number };

export interface Coverage {
  /** The number of operations in the target's profile that are shipped or deprecated. */
  readonly declared: number;
  readonly exercised: readonly OperationId[];
  readonly unexercised: readonly OperationId[];
}

/** This loop is five times as fast as `flatMap`. */
export function stepsOf<Step>(scenarios: readonly { readonly steps: readonly Step[] }[]): readonly Step[] {
  const all: Step[] = [];
  for (const { steps } of scenarios) for (const step of steps) all.push(step);
  return all;
}
