import type { Exchange } from '../../model/exchange.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { Draft } from '../subject.ts';
import { readAnswerBody } from './answer-body.ts';

/** A response, kept until its scenario ends. If the body is not JSON, `body` is undefined. */
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

/** Returns one response per copy of the step, in order. Returns undefined if a response cannot be compared. */
export type AnswersOf = (step: string) => readonly KeptAnswer[] | undefined;

/** If a step is sent in several copies at the same time, `#3` is the third copy. */
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
