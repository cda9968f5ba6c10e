import type { Exchange } from '../../model/exchange.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { Draft } from '../subject.ts';
import { readAnswerBody } from './answer-body.ts';

export interface KeptAnswer {
  readonly exchange: Exchange;
  readonly status: number;
  readonly isSuccess: boolean;
  readonly body: unknown;
}

export interface CheckDraft {
  readonly exchange: Exchange;
  readonly draft: Draft;
}

/** Returns the response to each copy of the step. If one response cannot be compared, returns undefined. */
export type AnswersOf = (step: string) => readonly KeptAnswer[] | undefined;

/** Returns the name of a copy of a step, such as `#3` for the third copy. */
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
    isSuccess: isSuccess(status),
    body: body.kind === 'json' ? body.value : undefined,
  };
}
