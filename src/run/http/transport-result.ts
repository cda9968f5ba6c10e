import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';

export interface TransportResult {
  /** Null if no part of the response arrived. */
  readonly response: HttpResponse | null;
  /** Set if the response is missing or incomplete. */
  readonly failure?: TransportFailure;
  /** True if the response is the part of a stream that had arrived. */
  readonly open?: boolean;
}

export interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly bodyCap: number;
  /** How long a stream is read, in milliseconds. */
  readonly eventsMs: number;
}
