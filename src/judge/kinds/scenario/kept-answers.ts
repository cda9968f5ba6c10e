import type { Exchange } from '../../../model/exchange.ts';
import type { FindingKind } from '../../../model/finding.ts';
import { readAnswerBody } from '../../readers/answer-body.ts';
import type { ScenarioNotes } from '../../readers/scenario-notes.ts';
import type { Draft } from '../../subject.ts';

/** A complete answer that was kept, its body parsed; undefined where it is not JSON. */
export interface KeptAnswer {
  readonly exchange: Exchange;
  readonly status: number;
  readonly isSuccess: boolean;
  readonly body: unknown;
}

/** What a check of a scenario found, and in which exchange it is seen. */
export interface CheckDraft {
  readonly kind: FindingKind;
  readonly exchange: Exchange;
  readonly draft: Draft;
}

/** The answers of a step, copies in order. undefined: there are none that a check can go by, and findings say why. */
export type AnswersOf = (step: string) => readonly KeptAnswer[] | undefined;

export function answersOf(notes: ScenarioNotes): AnswersOf {
  return (step) => {
    const address = `${notes.address}/${step}`;
    const findings = notes.steps.get(address)?.findings ?? [];
    const answers = notes.kept.filter((exchange) => exchange.address === address).map(readKept);
    const complete = answers.filter((answer) => answer !== undefined);
    if (complete.length === 0 || complete.length < answers.length) return undefined;
    return findings.some(({ kind }) => MASKING.has(kind)) ? undefined : complete;
  };
}

/** `#3` of the third copy. */
export function copyName({ exchange }: KeptAnswer): string {
  return `#${exchange.attempt}`;
}

/** Findings of a single answer after which nothing can be said of several together. */
const MASKING: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'server-error',
  'no-response',
  'operation-absent',
  'status-undeclared',
  'status-mismatch',
  'error-code-mismatch',
  'response-body-unreadable',
  'response-content-type-mismatch',
  'accepted-invalid',
  'rejected-valid',
  'not-idempotent',
  'race-lost',
  'pagination-broken',
]);

function readKept(exchange: Exchange): KeptAnswer | undefined {
  const { response, failure } = exchange;
  if (response === null || failure !== undefined) return undefined;
  const { status } = response;
  const body = readAnswerBody(response);
  return {
    exchange,
    status,
    isSuccess: status >= 200 && status < 300,
    body: body.kind === 'json' ? body.value : undefined,
  };
}
