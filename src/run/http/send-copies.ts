import type { Exchange } from '../../model/exchange.ts';
import type { RunContext } from '../run-context.ts';
import { isSuccess } from '../scenarios/expectation-holds.ts';
import type { PreparedCall } from '../scenarios/prepare-call.ts';
import type { SendOptions } from './send-call.ts';
import { sendOnce } from './send-once.ts';

export interface CopyOptions extends Pick<SendOptions, 'signal' | 'onAttempt' | 'firstAttempt'> {
  readonly copies: number;
  readonly onAnswer: (exchange: Exchange) => void;
}

/**
 * Sends a call so many times at once, on connections that are open beforehand, so that the copies really race. Each is
 * an exchange that counts: nothing is tried again. The one that later steps refer to, the first that succeeded, is handed
 * back. null: nothing was sent.
 */
export async function sendCopies(run: RunContext, call: PreparedCall, options: CopyOptions): Promise<Exchange | null> {
  const { signal, onAttempt, onAnswer, copies, firstAttempt = 1 } = options;
  for (let taken = 0; taken < copies; taken += 1) if (!(await run.limiter.take(signal))) return null;
  const lanes = await run.transport.lanes(copies, signal);
  const sent = await Promise.all(
    lanes.map((send, index) => sendOnce(run, call, { attempt: firstAttempt + index, signal, send })),
  );
  for (const exchange of sent) {
    onAttempt?.(exchange);
    onAnswer(exchange);
    await run.recorder.record(exchange);
  }
  return sent.find(hasSucceeded) ?? sent.find(({ failure }) => failure === undefined) ?? sent[0] ?? null;
}

function hasSucceeded({ response, failure }: Exchange): boolean {
  return failure === undefined && response !== null && isSuccess(response.status);
}
