import type { TransportFailure } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';

export interface TransportResult {
  /** null when nothing of an answer came. */
  readonly response: HttpResponse | null;
  /** Set when there is no complete answer. */
  readonly failure?: TransportFailure;
  /** A stream of events that had not ended: the response is what had come of it. */
  readonly open?: boolean;
}

/** What a request may take. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly bodyCap: number;
  /** How long a stream of events is listened to. */
  readonly eventsMs: number;
}
