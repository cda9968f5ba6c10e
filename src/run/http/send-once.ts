import type { Exchange } from '../../model/exchange.ts';
import type { RunContext } from '../run-context.ts';
import type { PreparedCall } from '../scenarios/prepare-call.ts';
import type { SendRequest } from './transport.ts';
import type { TransportResult } from './transport-result.ts';

interface Attempt {
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly send?: SendRequest;
}

export function sendOnce(run: RunContext, call: PreparedCall, { attempt, signal, send }: Attempt): Promise<Exchange> {
  // The request contains credentials, so it may go only to the origin of the target.
  if (run.transport.origin !== run.target.origin) throw new Error('expected a transport to the origin of the target');
  const started = run.now();
  const sent = (send ?? run.transport.send)(call.request, signal);
  return sent.then((result) => exchangeOf(run, call, { attempt, started, ended: run.now(), result }));
}

interface Sent {
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  readonly result: TransportResult;
}

function exchangeOf(run: RunContext, call: PreparedCall, { attempt, started, ended, result }: Sent): Exchange {
  const { address, phase, contract, asked, expect, request, kept } = call;
  const { response, failure } = result;
  return {
    kind: 'exchange',
    id: `${address}#${attempt}`,
    address,
    phase,
    operation: contract.id,
    attempt,
    superseded: false,
    asked,
    expect,
    request,
    response,
    failure,
    startedMs: tenths(started - run.startedAt),
    durationMs: tenths(ended - started),
    kept: kept === true ? true : undefined,
  };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
