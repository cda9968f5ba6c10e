import { groupCauses } from '../judge/causes/group-causes.ts';
import { compareText } from '../lib/compare-text.ts';
import type { Contract } from '../model/contract.ts';
import { RECORDING_FAILED } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Ledger } from '../model/ledger.ts';
import type { OperationId } from '../model/operation-id.ts';
import {
  type Coverage,
  type Judged,
  type JudgedScenario,
  type JudgedStep,
  OUTCOMES,
  type Outcome,
  type OutcomeCounts,
  type ScenarioVerdict,
  type StepVerdict,
  stepsOf,
  type Verdict,
  type Xpass,
} from '../model/verdict.ts';
import { auditLedger, type LedgerAudit } from './audit-ledger.ts';
import { compareFindings } from './compare.ts';
import { exitCodeFor } from './exit-code.ts';
import type { VerdictOptions } from './gate-options.ts';

/** Applies the ledger to the findings, and computes the exit code. */
export function gate(judged: Judged, ledger: Ledger, options: VerdictOptions): Verdict {
  const sorted = { ...judged, scenarios: [...judged.scenarios].sort((a, b) => compareText(a.address, b.address)) };
  const audit = auditLedger(sorted, ledger, options);
  const scenarios = sorted.scenarios.map((scenario) => judgeScenario(scenario, audit));
  const steps = stepsOf(scenarios);
  const counts = { scenarios: countOutcomes(scenarios), steps: countOutcomes(steps) };
  const judgedSteps = stepsOf(sorted.scenarios);
  const findings = [...distinctFindings(steps)].sort(compareFindings);
  return {
    run: judged.run,
    end: judged.end,
    scenarios,
    counts,
    exchanges: judged.exchanges,
    causes: groupCauses(findings, steps),
    findings,
    xpasses: listXpasses(steps),
    ledgerProblems: audit.problems,
    leftovers: [...(judged.end?.leftovers ?? [])].sort((a, b) => compareText(a.madeBy, b.madeBy)),
    coverage: measureCoverage(judgedSteps, options),
    exitCode: exitCodeFor({
      interrupted: ![null, RECORDING_FAILED].includes(judged.end?.interrupted ?? null),
      died: judged.end === null || judged.end.interrupted === RECORDING_FAILED,
      failed: counts.steps.failed,
      blocked: counts.steps.blocked,
      ledgerProblems: audit.problems.length,
      // A step without an operation only waits and tests nothing.
      exercised: judgedSteps.filter((step) => step.state === 'exercised' && step.operation !== null).length,
    }),
  };
}

function distinctFindings(steps: readonly StepVerdict[]): ReadonlySet<Finding> {
  const all = new Set<Finding>();
  for (const { findings } of steps) for (const finding of findings) all.add(finding);
  return all;
}

function listXpasses(steps: readonly StepVerdict[]): readonly Xpass[] {
  const some = steps.filter(({ xpasses }) => xpasses.length > 0);
  const all = some.flatMap(({ xpasses }) => xpasses);
  return all.sort((a, b) => compareText(a.address, b.address) || compareText(a.what, b.what));
}

type Offer = Pick<VerdictOptions, 'contracts' | 'profile' | 'isMeant'>;

/** An operation is covered if it was called by a step that ran. */
function measureCoverage(steps: readonly JudgedStep[], { contracts, profile, isMeant }: Offer): Coverage {
  const called = new Set<OperationId | null>(steps.filter((s) => s.state === 'exercised').map((s) => s.operation));
  const declared = [...contracts.operations.values()]
    .filter((contract) => isOffered(contract, profile) && (isMeant?.(contract.id) ?? true))
    .map((contract) => contract.id)
    .sort(compareText);
  return {
    declared: declared.length,
    exercised: declared.filter((id) => called.has(id)),
    unexercised: declared.filter((id) => !called.has(id)),
  };
}

function isOffered(contract: Contract, profile: string): boolean {
  const live = contract.lifecycle === 'shipped' || contract.lifecycle === 'deprecated';
  return live && contract.profiles.includes(profile);
}

function judgeScenario(scenario: JudgedScenario, audit: LedgerAudit): ScenarioVerdict {
  const steps = scenario.steps.map((step) => judgeStep(step, audit));
  const { address, suite, source, file, line, durationMs } = scenario;
  const outcome = worstOutcome(steps.map((step) => step.outcome));
  return { address, suite, source, file, line, durationMs, outcome, steps };
}

function judgeStep(step: JudgedStep, audit: LedgerAudit): StepVerdict {
  const { excused, findings } = step.findings.length === 0 ? NOTHING : sortOut(step, audit);
  const xpasses = audit.xpasses.get(step) ?? NOTHING.xpasses;
  const reason =
    step.reason ??
    (step.proposed === 'absent'
      ? 'the contract says `lifecycle: proposed`, and the server does not have the operation'
      : undefined);
  const { address, operation, phase, line } = step;
  const isRed = findings.some((finding) => finding.severity === 'error');
  const outcome = outcomeOf(step, { isRed, isExcused: excused.length > 0, isXpass: xpasses.length > 0 });
  const { race } = step;
  return { address, operation, phase, line, outcome, reason, ...(race && { race }), findings, excused, xpasses };
}

/** A run may have very many steps, so steps without findings share this object. */
const NOTHING = { excused: [], findings: [], xpasses: [] } as const;

function sortOut(step: JudgedStep, { excuses }: LedgerAudit): Pick<StepVerdict, 'excused' | 'findings'> {
  const { findings: all } = step;
  const mine = excuses.get(step);
  if (mine === undefined)
    return { excused: NOTHING.excused, findings: all.length === 1 ? all : [...all].sort(compareFindings) };
  const excused = all.flatMap((finding) => {
    const xfail = mine.get(finding);
    return xfail === undefined ? [] : [{ finding, xfail }];
  });
  return { excused, findings: all.filter((finding) => !mine.has(finding)).sort(compareFindings) };
}

interface Facts {
  readonly isRed: boolean;
  readonly isExcused: boolean;
  readonly isXpass: boolean;
}

function outcomeOf(step: JudgedStep, { isRed, isExcused, isXpass }: Facts): Outcome {
  if (step.state !== 'exercised') return step.state;
  if (isRed) return 'failed';
  if (isXpass) return 'xpassed';
  if (isExcused) return 'xfailed';
  return step.flaky ? 'flaky' : 'passed';
}

function countOutcomes(judged: readonly { readonly outcome: Outcome }[]): OutcomeCounts {
  const counts: Record<Outcome, number> = {
    failed: 0,
    blocked: 0,
    xpassed: 0,
    xfailed: 0,
    flaky: 0,
    'not-tried': 0,
    skipped: 0,
    passed: 0,
  };
  for (const { outcome } of judged) counts[outcome]++;
  return counts;
}

function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? 'skipped';
}
