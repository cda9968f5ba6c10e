import type { Address } from './address.ts';
import type { Cause } from './cause.ts';
import type { Leftover, Phase, RunEnd, RunStart } from './exchange.ts';
import type { Finding, FindingKind, Tried } from './finding.ts';
import type { LedgerProblem, Xfail } from './ledger.ts';
import type { OperationId } from './operation-id.ts';
import type { ScenarioSource } from './plan.ts';

/** What a recording shows, before the ledger is applied. */
export interface Judged {
  readonly run: RunStart;
  /** The last line of the recording. Null if the run was killed or crashed. */
  readonly end: RunEnd | null;
  /** Scenarios, sorted by address. */
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
  /** True if the step passed after a failed attempt. */
  readonly flaky: boolean;
  readonly findings: readonly Finding[];
  /**
   * True if copies of the call were sent at the same time. The timing then decides whether the copies show a defect.
   */
  readonly race?: true;
  /** True if the server responded, but the response says nothing about the variation of the step. */
  readonly answered?: true;
  /** True if the server rejected the caller although the caller sent a credential. */
  readonly callerRefused?: true;
  /**
   * Set if the contract is `proposed`, so that the server need not have the operation. `arrived`: the server already
   * has the operation.
   */
  readonly proposed?: 'absent' | 'arrived';
  /** The variation of the generated scenario to which the step belongs. */
  readonly tried?: Tried;
  /**
   * Finding kinds that a generated step tests for. Only a step that tests for a kind can show that a finding of this
   * kind no longer occurs.
   */
  readonly promises?: readonly Promised[];
}

export interface Promised {
  readonly kind: FindingKind;
  readonly operation: OperationId;
  /** The field that is tested. Absent: any field. */
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
  /** Findings that an entry of the ledger excuses. */
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
  /** The worst outcome of all steps of the scenario. */
  readonly outcome: Outcome;
  readonly steps: readonly StepVerdict[];
}

export interface Verdict {
  readonly run: RunStart;
  readonly end: RunEnd | null;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly counts: { readonly scenarios: OutcomeCounts; readonly steps: OutcomeCounts };
  readonly exchanges: number;
  /** Causes of the findings that the ledger does not excuse. The most severe cause comes first. */
  readonly causes: readonly Cause[];
  /**
   * Findings that are not excused. Errors come first, and findings of equal severity are sorted by address. A finding
   * that several steps share is listed once, but `causes` counts every step.
   */
  readonly findings: readonly Finding[];
  readonly xpasses: readonly Xpass[];
  readonly ledgerProblems: readonly LedgerProblem[];
  readonly leftovers: readonly Leftover[];
  readonly coverage: Coverage;
  readonly exitCode: number;
}

/** The causes of a run, compared with the causes of an earlier run. The ids are sorted. */
export interface BaselineComparison {
  readonly fresh: readonly string[];
  readonly known: readonly string[];
  /** Causes that no longer occur. A step that showed the cause in the earlier run ran again, and did not show it. */
  readonly gone: readonly string[];
  /**
   * Causes that did not occur in this run, although their steps ran. These steps send calls at the same time, so timing decides
   * whether they show the cause.
   */
  readonly unseen: readonly string[];
  /** Causes that were not tried. No step that showed the cause in the earlier run ran again. */
  readonly notTried: readonly string[];
}

export type OutcomeCounts = { readonly [outcome in Outcome]: number };

export interface Coverage {
  /** Operations of the target's profile that are shipped or deprecated. */
  readonly declared: number;
  readonly exercised: readonly OperationId[];
  readonly unexercised: readonly OperationId[];
}

/**
 * Returns the steps of all scenarios in order. The function uses a loop, because `flatMap` takes five times as long for
 * very many steps.
 */
export function stepsOf<Step>(scenarios: readonly { readonly steps: readonly Step[] }[]): readonly Step[] {
  const all: Step[] = [];
  for (const { steps } of scenarios) for (const step of steps) all.push(step);
  return all;
}
