import type { Exchange } from '../../model/exchange.ts';
import type { Draft } from '../subject.ts';
import { readAnswerBody } from './answer-body.ts';

/** A complete answer that was kept, its body parsed; undefined where it is not JSON. */
export interface KeptAnswer {
  readonly exchange: Exchange;
  readonly status: number;
  readonly isSuccess: boolean;
  readonly body: unknown;
}

/** What a check of a scenario found, and in which exchange it is seen. */
export interface CheckDraft {
  readonly exchange: Exchange;
  readonly draft: Draft;
}

/** The answers of a step, copies in order. undefined: there are none that a check can go by, and findings say why. */
export type AnswersOf = (step: string) => readonly KeptAnswer[] | undefined;

/** `#3` of the third copy. */
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
