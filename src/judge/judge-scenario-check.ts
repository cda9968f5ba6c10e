import { codedError } from '../lib/coded-error.ts';
import type { ScenarioCheck } from '../model/check.ts';
import type { FindingKind } from '../model/finding.ts';
import { makeFinding } from './causes/make-finding.ts';
import type { Judge } from './judge.ts';
import { eachOnce } from './kinds/scenario/each-once.ts';
import { type AnswersOf, answersOf, type CheckDraft } from './kinds/scenario/kept-answers.ts';
import { oneResult } from './kinds/scenario/one-result.ts';
import { oneWinner } from './kinds/scenario/one-winner.ts';
import type { ScenarioNotes } from './readers/scenario-notes.ts';

/** Adds what the answers of a scenario show together to the step in which it is seen. Answers that are findings already say enough. */
export function judgeScenarioCheck(check: ScenarioCheck, notes: ScenarioNotes, judge: Judge): void {
  for (const id of check.check === 'each-once' ? check.pages : [check.step]) {
    const step = notes.steps.get(`${notes.address}/${id}`);
    if (step !== undefined) step.promises = [...step.promises, { kind: KINDS[check.check], operation: step.operation }];
  }
  const found = evaluate(check, answersOf(notes));
  const step = found === undefined ? undefined : notes.steps.get(found.exchange.address);
  if (found === undefined || step === undefined) return;
  const { exchange, kind, draft } = found;
  const contract = judge.context.contracts.operations.get(exchange.operation);
  if (contract === undefined) throw codedError('UNKNOWN_OPERATION', `exchange ${exchange.id} is of no operation`);
  step.findings = [...step.findings, makeFinding(kind, draft, { exchange, contract, judge })];
}

const KINDS = {
  'one-winner': 'race-lost',
  'one-result': 'not-idempotent',
  'each-once': 'pagination-broken',
} as const satisfies Record<ScenarioCheck['check'], FindingKind>;

function evaluate(check: ScenarioCheck, answers: AnswersOf): CheckDraft | undefined {
  switch (check.check) {
    case 'one-winner':
      return oneWinner(check, answers);
    case 'one-result':
      return oneResult(check, answers);
    case 'each-once':
      return eachOnce(check, answers);
  }
}
