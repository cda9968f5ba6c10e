import type { Exchange } from '../model/exchange.ts';
import type { PreparedCall } from './prepare-call.ts';
import type { RunContext } from './run-context.ts';
import type { SendRequest } from './transport.ts';

export interface Attempt {
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Where it is sent; the transport's next free connection if not given. */
  readonly send?: SendRequest;
}

/** One request and what became of it, not recorded yet. */
export async function sendOnce(
  run: RunContext,
  call: PreparedCall,
  { attempt, signal, send }: Attempt,
): Promise<Exchange> {
  const { address, phase, contract, asked, expect, request, kept } = call;
  // credentials are in the request: it goes to the target's origin or nowhere
  if (run.transport.origin !== run.target.origin) throw new Error('expected the transport of the target');
  const started = run.now();
  const { response, failure, resent } = await (send ?? run.transport.send)(request, signal);
  const ended = run.now();
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
    ...(resent && { resent }),
    ...(kept && { kept }),
    startedMs: tenths(started - run.startedAt),
    durationMs: tenths(ended - started),
  };
}

/** Tenths of a millisecond: more digits only make recordings longer. */
function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
