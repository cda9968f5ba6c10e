import type { TransportFailure } from '../../model/exchange.ts';
import type { Kind } from '../kind.ts';
import type { Subject } from '../subject.ts';

/** Transport failures that the server caused (all others block the step). */
const FINDINGS: ReadonlySet<TransportFailure['code']> = new Set([
  'connection-reset',
  'connection-closed',
  'timeout',
  'response-malformed',
  'body-too-large',
]);

export const noResponse: Kind = {
  title: 'The server sends no complete response',
  severity: 'error',
  gravity: 201,
  about: 'response',
  cause: 'try',
  masks: true,
  doubtful: true,
  exchange: (subject) => {
    const { answer, exchange } = subject;
    const { failure } = exchange;
    if (answer.kind !== 'none' || answer.lenient || failure === undefined || !FINDINGS.has(failure.code)) return [];
    if (stillWaits(subject) !== undefined) return [];
    const observed = `${failure.code}: ${failure.message}`;
    return [{ field: null, expected: 'a complete response', observed, pointer: '/failure', found: observed }];
  },
};

/** Returns a reason if the missing response proves nothing. */
export function stillWaits({ contract, exchange }: Pick<Subject, 'contract' | 'exchange'>): string | undefined {
  const isLate = contract.waits === true && exchange.failure?.code === 'timeout';
  return isLate
    ? 'the server responds only when something happens (`waits: true`), and nothing happened in time'
    : undefined;
}

export function blockingFailure(failure: TransportFailure | undefined): string | undefined {
  return failure === undefined || FINDINGS.has(failure.code) ? undefined : `${failure.code}: ${failure.message}`;
}
