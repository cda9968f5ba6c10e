import { errorCode, errorMessage } from '../../lib/error-text.ts';
import type { TransportFailure } from '../../model/exchange.ts';
import { type Arrived, brokenAnswer } from './broken-answer.ts';

type FailureCode = TransportFailure['code'];

export const HTTP2_ONLY: TransportFailure = {
  code: 'protocol-unsupported',
  message:
    'the server accepts only HTTP/2, but wireparity sends HTTP/1.1: enable HTTP/1.1 too, or put a proxy in front of the server',
};

/** Error code of a server that does not support HTTP/1.1. */
const NO_PROTOCOL = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';

const BY_CODE: { readonly [code: string]: FailureCode } = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  EADDRNOTAVAIL: 'connection-refused',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-closed',
  UND_ERR_CLOSED: 'connection-closed',
  UND_ERR_DESTROYED: 'connection-closed',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'response-malformed',
  UND_ERR_INVALID_ARG: 'request-refused',
  UND_ERR_NOT_SUPPORTED: 'request-refused',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'request-refused',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-failed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-failed',
  EPROTO: 'tls-failed',
  'proxy-refused': 'proxy-refused',
};

/** With these error codes, the system cannot open more files, so the request was not sent. */
const NO_FILES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);

const BY_PREFIX: readonly (readonly [prefix: string, code: FailureCode])[] = [
  ['HPE_', 'response-malformed'],
  ['ERR_TLS_', 'tls-failed'],
  ['ERR_SSL_', 'tls-failed'],
  ['CERT_', 'tls-failed'],
  ['UNABLE_TO_', 'tls-failed'],
];

/** An unknown error of undici counts as a reset connection, with the error's code in the message. */
export function transportFailure(error: unknown, arrived?: Arrived): TransportFailure {
  const code = errorCode(error) ?? parserCode(error);
  if (isUnaskedSwitch(error, code)) return { code: 'response-malformed', message: UNASKED };
  if (code === NO_PROTOCOL) return HTTP2_ONLY;
  const broken = arrived && brokenAnswer(code, arrived);
  if (broken !== undefined) return broken;
  if (NO_FILES.has(code)) return { code: 'connection-refused', message: describe(error, code), exhausted: true };
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const failure = known ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'connection-reset';
  return { code: failure, message: describe(error, code) };
}

const UNASKED = 'the server sent an unsolicited 100 or 101 response first';

/** Recognises the error by its message, because undici uses the code `UND_ERR_SOCKET` for many errors. */
function isUnaskedSwitch(error: unknown, code: string): boolean {
  return code === 'UND_ERR_SOCKET' && ['bad response', 'bad upgrade'].includes(errorMessage(error));
}

function parserCode(error: unknown): string {
  return error instanceof Error && error.name === 'HTTPParserError' ? 'HPE_INVALID' : '';
}

function describe(error: unknown, code: string): string {
  const text = errorMessage(error).replace(/\s+/g, ' ').trim();
  if (text === '') return code;
  return code === '' || text.includes(code) ? text : `${text} (${code})`;
}
