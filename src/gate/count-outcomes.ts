import { OUTCOMES, type Outcome, type OutcomeCounts } from '../model/verdict.ts';

export function countOutcomes(judged: readonly { readonly outcome: Outcome }[]): OutcomeCounts {
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

/** The gravest of several outcomes. Of nothing: skipped, because nothing was shown. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? 'skipped';
}
