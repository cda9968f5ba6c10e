import { type ClientRequest, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { readableCodings } from '../../lib/content-encoding.ts';
import { codedError, userError } from '../../lib/error.ts';
import { serverUrlProblem } from '../../lib/server-url.ts';
import { type HeaderList, type HttpRequest, type HttpResponse, isSameHeader } from '../../model/http.ts';
import { decodeBody } from '../../run/http/decode-body.ts';
import { transportFailure } from '../../run/http/transport-failure.ts';
import { originForm } from '../../wire/find-operation.ts';
import { headerPairs, jsonResponse, type Listener, type Reply } from './listener.ts';
import { openTraffic, type TrafficOptions } from './open-traffic.ts';
import { MOST_BYTES, readBytes } from './read-bytes.ts';

interface ProxyOptions extends TrafficOptions {
  /** `https://api.example.com`; a path in it is put in front of each request's. */
  readonly upstream: string;
  /** For an answer; 60 s if not given. */
  readonly timeoutMs?: number;
}

/**
 * Passes requests on to one origin and its responses back, byte for byte but for hop-by-hop headers, Host and the codings in
 * Accept-Encoding that cannot be read here. Redirects are passed on, not followed. @throws upstream-invalid
 */
export async function openProxy({ upstream, timeoutMs = 60_000, ...options }: ProxyOptions): Promise<Listener> {
  const url = parseUpstream(upstream);
  return openTraffic(options, (request, { signal }) => passOn(request, { url, timeoutMs, signal }));
}

function parseUpstream(text: string): URL {
  const problem = serverUrlProblem(text);
  if (problem === undefined) return new URL(text);
  throw userError('upstream-invalid', `--upstream ${problem}`, {
    hint: 'As https://api.example.com. Credentials travel with the requests that are passed on.',
  });
}

interface Passing {
  readonly url: URL;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function passOn(request: HttpRequest, passing: Passing): Promise<Reply> {
  try {
    const response = await exchange(request, passing);
    const { response: decoded, failure } = decodeBody(response, MOST_BYTES);
    return { response, recorded: decoded, ...(failure !== undefined && { failure }) };
  } catch (error) {
    const failure = transportFailure(error);
    const message = `no answer from ${passing.url.origin}: ${failure.message}`;
    return { response: jsonResponse(502, { error: message }), recorded: null, failure };
  }
}

function exchange(request: HttpRequest, passing: Passing): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = open(request, passing);
    outgoing.once('error', reject);
    outgoing.setTimeout(passing.timeoutMs, () =>
      outgoing.destroy(codedError('ETIMEDOUT', `no answer in ${passing.timeoutMs} ms`)),
    );
    outgoing.once('response', (incoming) => {
      const headers = endToEnd(headerPairs(incoming.rawHeaders));
      const status = incoming.statusCode ?? 0;
      readBytes(incoming).then(({ bytes: body, whole }) => {
        if (!whole) outgoing.destroy();
        if (whole) resolve({ status, headers, body });
        else reject(codedError('body-too-large', `an answer of more than ${MOST_BYTES} bytes`));
      }, reject);
    });
    outgoing.end(request.body ?? undefined);
  });
}

function open(request: HttpRequest, { url, signal }: Passing): ClientRequest {
  const send = url.protocol === 'https:' ? secureRequest : plainRequest;
  const base = url.pathname.replace(/\/$/, '');
  const kept = endToEnd(request.headers)
    .filter(([name]) => !/^(host|expect|content-length)$/i.test(name))
    .map(([name, value]) => [name, isSameHeader(name, 'accept-encoding') ? readableCodings(value) : value] as const);
  // Without a length an empty body would be sent in chunks, which servers of old do not read.
  const isEmpty = request.body === null && /^(GET|HEAD|DELETE|OPTIONS)$/.test(request.method);
  const length: HeaderList = isEmpty ? [] : [['Content-Length', String(request.body?.length ?? 0)]];
  const sent: HeaderList = [['Host', url.host], ...kept, ...length];
  const target = base + originForm(request.target);
  return send(url.origin, {
    ...{ method: request.method, path: target, signal, setHost: false, agent: false },
    // In wire order, duplicates kept; the types know only names and values.
    headers: sent.flat() as never,
  });
}

const HOP_BY_HOP = new Set(
  'connection keep-alive proxy-connection proxy-authenticate te trailer transfer-encoding upgrade'.split(' '),
);

/** Without what belongs to one connection, and what `Connection` names. */
function endToEnd(headers: HeaderList): HeaderList {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','));
  const dropped = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim().toLowerCase())]);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}
