import type { Finding } from '../model/finding.ts';
import type { JudgedScenario, JudgedStep, Outcome, ScenarioVerdict, StepVerdict } from '../model/verdict.ts';
import type { LedgerAudit } from './audit-ledger.ts';
import { compareFindings } from './compare.ts';
import { worstOutcome } from './count-outcomes.ts';

export function judgeScenario(scenario: JudgedScenario, audit: LedgerAudit): ScenarioVerdict {
  const steps = scenario.steps.map((step) => judgeStep(step, audit));
  const { address, suite, source, file, line, durationMs } = scenario;
  const outcome = worstOutcome(steps.map((step) => step.outcome));
  return { address, suite, source, file, line, durationMs, outcome, steps };
}

function judgeStep(step: JudgedStep, audit: LedgerAudit): StepVerdict {
  const { excused, findings } = step.findings.length === 0 ? NOTHING : sortOut(step.findings, audit);
  const xpasses = audit.xpasses.get(step) ?? NOTHING.xpasses;
  const reason = step.reason ?? (step.proposed === 'absent' ? 'proposed and absent, as declared' : undefined);
  const { address, operation, phase, line } = step;
  const isRed = findings.some((finding) => finding.severity === 'error');
  const outcome = outcomeOf(step, { isRed, isExcused: excused.length > 0, isXpass: xpasses.length > 0 });
  return { address, operation, phase, line, outcome, reason, findings, excused, xpasses };
}

/** Shared by all steps of which nothing is to be said: there may be very many. */
const NOTHING = { excused: [], findings: [], xpasses: [] } as const;

function sortOut(all: readonly Finding[], { excuses }: LedgerAudit): Pick<StepVerdict, 'excused' | 'findings'> {
  const excused = all.flatMap((finding) => {
    const xfail = excuses.get(finding);
    return xfail === undefined ? [] : [{ finding, xfail }];
  });
  return { excused, findings: all.filter((finding) => !excuses.has(finding)).sort(compareFindings) };
}

interface Facts {
  readonly isRed: boolean;
  readonly isExcused: boolean;
  readonly isXpass: boolean;
}

/** A warning is listed and fails nothing. */
function outcomeOf(step: JudgedStep, { isRed, isExcused, isXpass }: Facts): Outcome {
  if (step.state !== 'exercised') return step.state;
  if (isRed) return 'failed';
  if (isXpass) return 'xpassed';
  if (isExcused) return 'xfailed';
  return step.flaky ? 'flaky' : 'passed';
}
