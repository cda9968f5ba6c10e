import type { Finding } from '../../model/finding.ts';
import type { JudgedScenario } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';

/**
 * A try that contains a simpler one, or the plain call, has the same cause when that fails alike in the same operation:
 * a server that returns 500 for every call has one defect, whatever a probe varies.
 */
export function settleCauses(scenarios: readonly JudgedScenario[]): readonly JudgedScenario[] {
  const causes = new Map<string, string>();
  for (const finding of tryFindings(scenarios)) causes.set(keyOf(finding, finding.tried?.what ?? ''), finding.cause);
  if (causes.size < 2) return scenarios;
  const settle = (finding: Finding): Finding => {
    const cause = simplerCause(finding, causes);
    return cause === undefined ? finding : { ...finding, cause };
  };
  return scenarios.map((scenario) => {
    if (!scenario.steps.some(({ findings }) => findings.some((each) => simplerCause(each, causes) !== undefined)))
      return scenario;
    return { ...scenario, steps: scenario.steps.map((step) => ({ ...step, findings: step.findings.map(settle) })) };
  });
}

function* tryFindings(scenarios: readonly JudgedScenario[]): Iterable<Finding> {
  for (const { steps } of scenarios)
    for (const { findings } of steps) for (const finding of findings) if (isOfTry(finding)) yield finding;
}

function isOfTry({ kind }: Finding): boolean {
  return KINDS[kind].cause === 'try';
}

function simplerCause(finding: Finding, causes: ReadonlyMap<string, string>): string | undefined {
  const { tried } = finding;
  if (tried === undefined || !isOfTry(finding)) return undefined;
  return simplerTries(tried.what)
    .map((what) => causes.get(keyOf(finding, what)))
    .find((cause) => cause !== undefined);
}

/** What is too large for fewer bits is too large for more. */
const SIZES = ['beyond-32-bits', 'beyond-53-bits', 'beyond-64-bits', 'enormous'];

/** The simplest first; the empty one is the call without a variation. */
function simplerTries(what: string): readonly string[] {
  const size = SIZES.indexOf(what);
  if (size !== -1) return ['', ...SIZES.slice(0, size)];
  const base = what.replace(/-(?:kept|four-bytes)$/, '');
  return ['', ...(what.endsWith('-four-bytes') ? ['emoji'] : []), ...(base === what ? [] : [base])];
}

function keyOf({ kind, operation, outcome = '' }: Finding, what: string): string {
  return JSON.stringify([kind, operation, what, outcome]);
}
