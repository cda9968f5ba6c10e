import type { Finding } from '../../model/finding.ts';
import type { JudgedScenario } from '../../model/verdict.ts';

/** Keeps a recording in which everything fails within memory. */
export interface FindingBounds {
  /** Whether the finding is among the first of its cause: only those are shown with a reproduction. Counts it. */
  readonly isShown: (finding: Finding) => boolean;
  /** The scenario with every text stored once. */
  readonly share: (scenario: JudgedScenario) => JudgedScenario;
}

/** Findings of one cause that have a reproduction. */
const MOST_SHOWN = 100;

/** Texts that are remembered, to store each once. */
const MOST_TEXTS = 10_000;

export function createFindingBounds(): FindingBounds {
  const counts = new Map<string, number>();
  const texts = new Map<string, string>();
  const once = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined && texts.size < MOST_TEXTS) texts.set(text, text);
    return known ?? text;
  };
  const share = (finding: Finding): Finding => {
    const { evidence } = finding;
    return {
      ...finding,
      cause: once(finding.cause),
      fingerprint: once(finding.fingerprint),
      expected: once(finding.expected),
      observed: once(finding.observed),
      ...(finding.outcome !== undefined && { outcome: once(finding.outcome) }),
      evidence: { ...evidence, pointer: once(evidence.pointer), excerpt: once(evidence.excerpt) },
    };
  };
  return {
    isShown: ({ cause }) => {
      const count = (counts.get(cause) ?? 0) + 1;
      counts.set(cause, count);
      return count <= MOST_SHOWN;
    },
    share: (scenario) => {
      if (scenario.steps.every(({ findings }) => findings.length === 0)) return scenario;
      const steps = scenario.steps.map((step) => ({
        ...step,
        operation: step.operation === null ? null : once(step.operation),
        findings: step.findings.map(share),
      }));
      return { ...scenario, suite: once(scenario.suite), file: once(scenario.file), steps };
    },
  };
}
