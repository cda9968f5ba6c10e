import { readableCodings } from '../../lib/content-encoding.ts';
import { type HeaderList, type HttpRequest, isSameHeader } from '../../model/http.ts';
import { decodeBody } from '../../run/http/decode-body.ts';
import type { ConnectionOptions } from '../../run/http/dialer.ts';
import { openTransport, type TransportOptions } from '../../run/http/transport.ts';
import type { TransportResult } from '../../run/http/transport-result.ts';
import { originForm } from '../../wire/find-operation.ts';
import { jsonResponse, type Listener, type Reply } from './listener.ts';
import { openTraffic, type TrafficOptions } from './open-traffic.ts';
import { MOST_BYTES } from './read-bytes.ts';

interface ProxyOptions extends TrafficOptions {
  /** Requests are forwarded to this address, for example `https://api.example.com/v1`. */
  readonly upstream: URL;
  readonly connection?: ConnectionOptions;
  readonly timeoutMs?: number;
}

/** Forwards requests to one origin, without following redirects. */
export async function openProxy({
  upstream,
  connection,
  timeoutMs = 60_000,
  ...options
}: ProxyOptions): Promise<Listener> {
  const passing = {
    ...{ origin: upstream.origin, timeoutMs, eventsMs: timeoutMs, bodyCap: MOST_BYTES, decodes: false },
    ...(connection !== undefined && { connection }),
  };
  return openTraffic(options, (request, { signal }) => passOn(outgoing(request, upstream), { ...passing, signal }));
}

interface Passing extends TransportOptions {
  readonly signal: AbortSignal;
}

async function passOn(request: HttpRequest, { signal, ...options }: Passing): Promise<Reply> {
  const { response, failure } = await sendOn(request, options, signal);
  if (response === null || failure !== undefined) {
    const why = failure ?? { code: 'connection-closed', message: 'no response' };
    const message = `no response from ${options.origin}: ${why.message}`;
    return { response: jsonResponse(502, { error: message }), recorded: null, failure: why };
  }
  const relayed = { ...response, headers: endToEnd(response.headers) };
  const { response: recorded, failure: unreadable } = decodeBody(relayed, MOST_BYTES);
  return { response: relayed, recorded, ...(unreadable !== undefined && { failure: unreadable }) };
}

/** Uses a new connection per request, because a server may close an idle connection at any moment. */
async function sendOn(request: HttpRequest, options: TransportOptions, signal: AbortSignal): Promise<TransportResult> {
  const transport = await openTransport(options);
  try {
    return await transport.send(request, signal);
  } finally {
    await transport.close();
  }
}

function outgoing(request: HttpRequest, url: URL): HttpRequest {
  const base = url.pathname.replace(/\/$/, '');
  const kept = endToEnd(request.headers)
    .filter(([name]) => !/^(host|expect|content-length)$/i.test(name))
    .map(([name, value]) => [name, isSameHeader(name, 'accept-encoding') ? readableCodings(value) : value] as const);
  // Without a Content-Length header, Node sends an empty body in chunks, which old servers cannot read.
  const isEmpty = request.body === null && /^(GET|HEAD|DELETE|OPTIONS)$/.test(request.method);
  const length: HeaderList = isEmpty ? [] : [['Content-Length', String(request.body?.length ?? 0)]];
  const headers: HeaderList = [['Host', url.host], ...kept, ...length];
  return { ...request, target: base + originForm(request.target), headers };
}

const HOP_BY_HOP = new Set(
  'connection keep-alive proxy-connection proxy-authenticate te trailer transfer-encoding upgrade'.split(' '),
);

function endToEnd(headers: HeaderList): HeaderList {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','));
  const dropped = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim().toLowerCase())]);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}
