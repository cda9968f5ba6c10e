import { groupCauses } from '../judge/causes/group-causes.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Judged, StepVerdict, Verdict, Xpass } from '../model/verdict.ts';
import { auditLedger } from './audit-ledger.ts';
import { compareFindings, compareText } from './compare.ts';
import { countOutcomes } from './count-outcomes.ts';
import { exitCodeFor } from './exit-code.ts';
import type { GateOptions } from './gate-options.ts';
import { judgeScenario } from './judge-outcome.ts';
import { measureCoverage } from './measure-coverage.ts';
import { stepsOf } from './steps-of.ts';

/** Holds what a recording shows against the ledger: what is excused, what is not, and how the process ends. */
export function gate(judged: Judged, ledger: Ledger, options: GateOptions): Verdict {
  const sorted = { ...judged, scenarios: [...judged.scenarios].sort((a, b) => compareText(a.address, b.address)) };
  const audit = auditLedger(sorted, ledger, options);
  const scenarios = sorted.scenarios.map((scenario) => judgeScenario(scenario, audit));
  const steps = stepsOf(scenarios);
  const counts = { scenarios: countOutcomes(scenarios), steps: countOutcomes(steps) };
  const judgedSteps = stepsOf(sorted.scenarios);
  const findings = steps
    .filter((step) => step.findings.length > 0)
    .flatMap((step) => step.findings)
    .sort(compareFindings);
  return {
    run: judged.run,
    end: judged.end,
    scenarios,
    counts,
    exchanges: judged.exchanges,
    causes: groupCauses(findings),
    findings,
    xpasses: listXpasses(steps),
    ledgerProblems: audit.problems,
    leftovers: [...(judged.end?.leftovers ?? [])].sort((a, b) => compareText(a.madeBy, b.madeBy)),
    coverage: measureCoverage(judgedSteps, options),
    exitCode: exitCodeFor({
      interrupted: (judged.end?.interrupted ?? null) !== null,
      died: judged.end === null,
      failed: counts.steps.failed,
      blocked: counts.steps.blocked,
      ledgerProblems: audit.problems.length,
      // A wait is no request: only a step with an operation shows anything.
      exercised: judgedSteps.filter((step) => step.state === 'exercised' && step.operation !== null).length,
    }),
  };
}

function listXpasses(steps: readonly StepVerdict[]): readonly Xpass[] {
  const some = steps.filter(({ xpasses }) => xpasses.length > 0);
  const all = some.flatMap(({ xpasses }) => xpasses);
  return all.sort((a, b) => compareText(a.address, b.address) || compareText(a.what, b.what));
}
