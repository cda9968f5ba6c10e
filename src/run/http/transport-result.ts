import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';

export interface TransportResult {
  /** null if no part of a response arrived. */
  readonly response: HttpResponse | null;
  /** Set if the response is incomplete. */
  readonly failure?: TransportFailure;
  /** The stream of events had not ended; the response is the part that had arrived. */
  readonly open?: boolean;
}

/** Limits of a request. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly bodyCap: number;
  /** How long to read a stream of events. */
  readonly eventsMs: number;
}
