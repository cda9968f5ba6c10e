import type { Exchange } from '../../model/exchange.ts';
import type { Draft } from '../subject.ts';
import { readAnswerBody } from './answer-body.ts';

/** A complete response that was kept. Its parsed body is undefined if it is not JSON. */
export interface KeptAnswer {
  readonly exchange: Exchange;
  readonly status: number;
  readonly isSuccess: boolean;
  readonly body: unknown;
}

/** What a scenario check found, and the exchange that shows it. */
export interface CheckDraft {
  readonly exchange: Exchange;
  readonly draft: Draft;
}

/** Returns the responses of a step, copies in order. Undefined if the check cannot use them; findings then say why. */
export type AnswersOf = (step: string) => readonly KeptAnswer[] | undefined;

/** `#3` for the third copy. */
export function copyName({ exchange }: KeptAnswer): string {
  return `#${exchange.attempt}`;
}

export function readKept(exchange: Exchange): KeptAnswer | undefined {
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
