export interface RunFacts {
  readonly interrupted: boolean;
  /** True if the recording is incomplete, because the run was killed. */
  readonly died: boolean;
  readonly failed: number;
  readonly blocked: number;
  readonly ledgerProblems: number;
  readonly exercised: number;
}

/** Leftover items do not change the exit code, because they say nothing about the contract. */
export function exitCodeFor(facts: RunFacts): number {
  if (facts.interrupted) return 130;
  if (facts.failed > 0) return 1;
  if (facts.blocked > 0 || facts.died) return 3;
  if (facts.ledgerProblems > 0) return 4;
  if (facts.exercised === 0) return 5;
  return 0;
}
