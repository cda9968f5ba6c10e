import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';

export interface TransportResult {
  /** The response. Null if no part of it arrived. */
  readonly response: HttpResponse | null;
  /** Set if the response is incomplete. */
  readonly failure?: TransportFailure;
  /** True if the server was still sending a stream of events. The response is then the part that had arrived. */
  readonly open?: boolean;
}

/** Limits of a request: time and size. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly bodyCap: number;
  /** How long a stream of events is read, in milliseconds. */
  readonly eventsMs: number;
}
