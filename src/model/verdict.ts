import type { Address } from './address.ts';
import type { Cause } from './cause.ts';
import type { Leftover, Phase, RunEnd, RunStart } from './exchange.ts';
import type { Finding, FindingKind, Tried } from './finding.ts';
import type { LedgerProblem, Xfail } from './ledger.ts';
import type { OperationId } from './operation-id.ts';
import type { ScenarioSource } from './plan.ts';

/** What a recording shows, before any excuse. */
export interface Judged {
  readonly run: RunStart;
  /** null when the recording has no last line: the run died. */
  readonly end: RunEnd | null;
  /** Sorted by address. */
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
  /** Passed, after an attempt that did not. */
  readonly flaky: boolean;
  readonly findings: readonly Finding[];
  /** A contract that is `proposed` expects absence; `arrived` when the server has the operation now. */
  readonly proposed?: 'absent' | 'arrived';
  /** What the generated scenario of the step varied. */
  readonly tried?: Tried;
  /** What a generated step tries, found or not: only such a step can disprove a finding of that kind. */
  readonly promises?: readonly Promised[];
}

export interface Promised {
  readonly kind: FindingKind;
  readonly operation: OperationId;
  /** Absent: whatever field mismatches. */
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
  readonly findings: readonly Finding[];
  /** Findings that an entry of the ledger excuses. */
  readonly excused: readonly { readonly finding: Finding; readonly xfail: Xfail }[];
  readonly xpasses: readonly Xpass[];
}

/** A ledger entry whose finding did not occur, or a proposed operation that arrived. */
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
  /** The worst of its steps. */
  readonly outcome: Outcome;
  readonly steps: readonly StepVerdict[];
}

export interface Verdict {
  readonly run: RunStart;
  readonly end: RunEnd | null;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly counts: { readonly scenarios: OutcomeCounts; readonly steps: OutcomeCounts };
  readonly exchanges: number;
  /** Of the findings that no entry of the ledger excuses, the gravest first. */
  readonly causes: readonly Cause[];
  /** Not excused, errors first, then by address. */
  readonly findings: readonly Finding[];
  readonly xpasses: readonly Xpass[];
  readonly ledgerProblems: readonly LedgerProblem[];
  readonly leftovers: readonly Leftover[];
  readonly coverage: Coverage;
  readonly exitCode: number;
}

/** Causes of a run against those of an earlier one; ids, sorted. */
export interface BaselineComparison {
  readonly fresh: readonly string[];
  readonly known: readonly string[];
  /** A step that showed the cause ran and does not show it any more. */
  readonly gone: readonly string[];
  /** None of the steps that showed it ran. */
  readonly notTried: readonly string[];
}

export type OutcomeCounts = { readonly [outcome in Outcome]: number };

export interface Coverage {
  /** Operations of the contracts that the target's profile has and that are shipped or deprecated. */
  readonly declared: number;
  readonly exercised: readonly OperationId[];
  readonly unexercised: readonly OperationId[];
}
