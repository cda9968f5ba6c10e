import { headerValue } from '../../../model/http.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { ClientExchange } from '../../../model/trace.ts';
import { jsonBody } from '../../../wire/json-body.ts';

/** The recorder cannot make up a stream of events, so the result of such a request proves nothing. */
export function asksForStream({ request }: Pick<ClientExchange, 'request'>): boolean {
  if (/^text\/event-stream\b[^,]*$/i.test(headerValue(request.headers, 'accept') ?? '')) return true;
  const body = jsonBody(request.body);
  return isJsonObject(body) && body.stream === true;
}
