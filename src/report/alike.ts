import { writeJson } from '../lib/json-text.ts';
import type { ScenarioVerdict } from '../model/verdict.ts';

/** Maximum number of findings per cause, and of scenarios per result. */
const MOST_ALIKE = 100;

/** For each key, the returned function returns true for the first calls, and then false. */
export function createExamples(): (key: string) => boolean {
  const counts = new Map<string, number>();
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= MOST_ALIKE;
  };
}

/** Scenarios with the same key differ only in address, line and duration. */
export function alikeKey({ address, suite, source, file, outcome, steps }: ScenarioVerdict): string {
  const results = steps.map((step) => [
    step.address.slice(address.length),
    ...[step.operation, step.phase, step.outcome, step.reason],
    step.findings.map(({ fingerprint }) => fingerprint),
    step.excused.map(({ finding }) => finding.fingerprint),
    step.xpasses.map(({ what }) => what),
  ]);
  return writeJson([suite, source, file, outcome, results]);
}
