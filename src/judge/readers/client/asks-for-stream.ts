import { headerValue } from '../../../model/http.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { ClientExchange } from '../../../model/trace.ts';
import { jsonBody } from '../../../wire/json-body.ts';

/**
 * Returns true if the request asks for a stream of events. The recorder cannot make one up and sends the declared body, so
 * the result of the method says nothing about the client.
 */
export function asksForStream({ request }: Pick<ClientExchange, 'request'>): boolean {
  if (/^text\/event-stream\b[^,]*$/i.test(headerValue(request.headers, 'accept') ?? '')) return true;
  const body = jsonBody(request.body);
  return isJsonObject(body) && body.stream === true;
}
