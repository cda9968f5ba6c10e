import { codedError } from '../lib/error.ts';
import type { ScenarioCheck } from '../model/check.ts';
import { FINDING_KINDS, type FindingKind } from '../model/finding.ts';
import { exchangeFinding } from './causes/exchange-finding.ts';
import type { Judge } from './judge.ts';
import { KINDS } from './kinds.ts';
import { type AnswersOf, readKept } from './readers/kept-answers.ts';
import type { ScenarioNotes } from './scenario-notes.ts';

/**
 * Adds what the responses of a scenario show together to the step in which it is seen. Responses that are findings
 * already say enough.
 */
export function judgeScenarioCheck(check: ScenarioCheck, notes: ScenarioNotes, judge: Judge): void {
  for (const kind of FINDING_KINDS) {
    const rule = KINDS[kind].scenario;
    if (rule?.check !== check.check || judge.context.severity[kind] === 'off') continue;
    notePromise(check, notes, kind);
    const found = rule.find(check, answersOf(notes));
    const step = found === undefined ? undefined : notes.steps.get(found.exchange.address);
    if (found === undefined || step === undefined) continue;
    const { exchange, draft } = found;
    const contract = judge.context.contracts.operations.get(exchange.operation);
    if (contract === undefined)
      throw codedError(
        'operation-unknown',
        `exchange ${exchange.id} names the operation ${exchange.operation}, which has no contract`,
      );
    step.findings = [...step.findings, exchangeFinding(kind, draft, { exchange, contract, judge })];
  }
}

function notePromise(check: ScenarioCheck, notes: ScenarioNotes, kind: FindingKind): void {
  for (const id of check.check === 'each-once' ? check.pages : [check.step]) {
    const step = notes.steps.get(`${notes.address}/${id}`);
    if (step !== undefined) step.promises = [...step.promises, { kind, operation: step.operation }];
  }
}

function answersOf(notes: ScenarioNotes): AnswersOf {
  return (step) => {
    const address = `${notes.address}/${step}`;
    const findings = notes.steps.get(address)?.findings ?? [];
    const answers = notes.kept.filter((exchange) => exchange.address === address).map(readKept);
    const complete = answers.filter((answer) => answer !== undefined);
    if (complete.length === 0 || complete.length < answers.length) return undefined;
    return findings.some(({ kind }) => KINDS[kind].masks) ? undefined : complete;
  };
}
