import { maxHeaderSize } from 'node:http';
import type { TransportFailure } from '../../model/exchange.ts';
import { type HeaderList, headerValue } from '../../model/http.ts';

export interface Arrived {
  /** Status of the response, or 0 if its header was incomplete. */
  readonly status: number;
  readonly headers: HeaderList;
  readonly bytes: number;
}

export function brokenAnswer(code: string, arrived: Arrived): TransportFailure | undefined {
  return Object.hasOwn(BREAKS, code) ? BREAKS[code]?.(arrived) : undefined;
}

export function lateText(timeoutMs: number, { status, headers, bytes }: Arrived): string {
  const came =
    status === 0 ? 'the header of the response did not arrive' : `${sizeText(headers, bytes)} of the body arrived`;
  return `no complete response in ${timeoutMs} ms: ${came}`;
}

type Break = (arrived: Arrived) => TransportFailure;

const reset: Break = (arrived) => ({
  code: 'connection-reset',
  message: `the server reset the connection ${pointText(arrived)}`,
});

const closed: Break = (arrived) => ({
  code: 'connection-closed',
  message: `the server closed the connection ${pointText(arrived)}`,
});

const malformed =
  (message: string): Break =>
  () => ({ code: 'response-malformed', message });

const badLength = malformed(
  'the response has two Content-Length lines, or the lines after Content-Length are not valid HTTP',
);

const BREAKS: { readonly [code: string]: Break } = {
  ECONNRESET: reset,
  EPIPE: reset,
  UND_ERR_SOCKET: closed,
  // undici's code for an incomplete response with Content-Length.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: (arrived) => (arrived.status === 0 ? badLength : closed)(arrived),
  UND_ERR_HEADERS_OVERFLOW: malformed(`the header is longer than ${maxHeaderSize} bytes`),
  // undici accepts an invalid status, but then fails with an assertion.
  ERR_ASSERTION: malformed('the response is not valid HTTP: a status must be 100 to 999'),
};

function pointText({ status, headers, bytes }: Arrived): string {
  return status === 0 ? "before the response's header was complete" : `after ${sizeText(headers, bytes)} of the body`;
}

function sizeText(headers: HeaderList, bytes: number): string {
  const announced = headerValue(headers, 'content-length');
  return announced === undefined ? `${bytes} bytes` : `${bytes} of ${announced} bytes`;
}
