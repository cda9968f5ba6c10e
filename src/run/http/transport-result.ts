import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';

export interface TransportResult {
  /** Null if no byte of the response arrived. */
  readonly response: HttpResponse | null;
  readonly failure?: TransportFailure;
  /** True if the response is incomplete, because the rest of a stream had not arrived. */
  readonly open?: boolean;
}

export interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly bodyCap: number;
  readonly eventsMs: number;
}
