import type { Finding } from '../model/finding.ts';
import type { StepVerdict } from '../model/verdict.ts';

/** A step in plain lines, for a reporter that has no layout of its own. */
export function describeStep(step: StepVerdict): string {
  const reason = step.reason === undefined ? '' : `: ${step.reason}`;
  return [
    `${step.outcome} ${step.address}${step.operation === null ? '' : ` (${step.operation})`}${reason}`,
    ...step.findings.flatMap(describeFinding),
    ...step.excused.map(
      ({ finding, xfail }) => `  xfail ${nameOf(finding)}: ${xfail.reason} (${xfail.owner}, until ${xfail.expires})`,
    ),
    ...step.xpasses.map((xpass) => `  XPASS ${xpass.what}: ${xpass.reason}`),
  ].join('\n');
}

function describeFinding(finding: Finding): readonly string[] {
  const { severity, expected, observed, evidence } = finding;
  return [
    `  ${severity} ${nameOf(finding)}`,
    `    expected: ${expected}`,
    `    observed: ${observed}`,
    `    evidence: ${evidence.exchange} ${evidence.pointer} ${evidence.excerpt}`,
  ];
}

function nameOf({ kind, field }: Finding): string {
  return field === null ? kind : `${kind} of ${field}`;
}
