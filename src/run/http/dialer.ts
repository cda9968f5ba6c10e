import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { codedError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { LONGEST_TIMER_MS } from '../../lib/on-abort.ts';
import type { HeaderList } from '../../model/http.ts';
import { isSuccess } from '../../model/response-status.ts';

export interface ConnectionOptions {
  readonly tls?: {
    readonly ca?: string[];
    readonly cert?: string;
    readonly key?: string;
    readonly passphrase?: string;
    readonly servername?: string;
  };
  /** Path of a unix socket, used in place of the origin's host and port. */
  readonly socketPath?: string;
  /** URL of the proxy, possibly with user and password. */
  readonly proxy?: URL;
}

export interface Dialer {
  readonly undici: typeof import('undici');
  readonly origin: string;
  readonly connection: ConnectionOptions;
  readonly connect: buildConnector.connector;
  /** Prefix of each request target, because an HTTP proxy expects full URLs. */
  readonly targetPrefix: string;
  readonly headers: HeaderList;
}

export interface DialerOptions {
  readonly origin: string;
  readonly connection?: ConnectionOptions;
  readonly timeoutMs: number;
}

/** Requests to an https origin go through a tunnel. The proxy cannot read the requests. */
export async function createDialer({ origin, connection = {}, timeoutMs }: DialerOptions): Promise<Dialer> {
  const undici = await import('undici');
  const { tls, socketPath, proxy } = connection;
  const timeout = Math.min(timeoutMs + 1000, LONGEST_TIMER_MS);
  const direct = undici.buildConnector({ ...tls, ...(socketPath !== undefined && { socketPath }), timeout });
  const common = { undici, origin, connection, targetPrefix: '', headers: [] };
  if (proxy === undefined) return { ...common, connect: direct };
  const { ca } = tls ?? {};
  const toProxy = dialProxy(proxy, undici.buildConnector({ ...(ca !== undefined && { ca }), timeout }));
  if (origin.startsWith('https:')) return { ...common, connect: tunnel({ origin, proxy, timeout, toProxy, direct }) };
  const connect: buildConnector.connector = (_options, callback) => toProxy(callback);
  return { ...common, connect, targetPrefix: origin, headers: authorization(proxy) };
}

export function addressOf(origin: string): buildConnector.Options {
  const { host, hostname, protocol, port } = new URL(origin);
  return { host, hostname: hostname.replace(/^\[|\]$/g, ''), protocol, port };
}

/** Returns the URL of the proxy without its user and password. */
export function proxyName({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

type Callback = Parameters<buildConnector.connector>[1];

function dialProxy(proxy: URL, connect: buildConnector.connector): (callback: Callback) => void {
  return (callback) =>
    connect(addressOf(proxy.href), (...[error, socket]) => {
      if (socket) callback(null, socket);
      else callback(refused(proxy, errorMessage(error)), null);
    });
}

function refused(proxy: URL, why: string): Error {
  return codedError('proxy-refused', `the proxy ${proxyName(proxy)}: ${why}`);
}

function authorization({ username, password }: URL): HeaderList {
  if (username === '') return [];
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return [['Proxy-Authorization', `Basic ${Buffer.from(text).toString('base64')}`]];
}

interface TunnelOptions {
  readonly origin: string;
  readonly proxy: URL;
  readonly timeout: number;
  readonly toProxy: (callback: Callback) => void;
  readonly direct: buildConnector.connector;
}

const LONGEST_HEADER = 64 * 1024;

function tunnel({ origin, proxy, timeout, toProxy, direct }: TunnelOptions): buildConnector.connector {
  const { hostname, port } = new URL(origin);
  const to = `${hostname}:${port === '' ? '443' : port}`;
  const lines = [`CONNECT ${to} HTTP/1.1`, `Host: ${to}`, ...authorization(proxy).map((header) => header.join(': '))];
  return (options, callback) =>
    toProxy((...[error, socket]) => {
      if (socket === null) return callback(error ?? refused(proxy, 'no connection'), null);
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      readTunnelStatus(socket, timeout).then(
        (status) => {
          if (isSuccess(status)) return direct({ ...options, httpSocket: socket }, callback);
          socket.destroy();
          callback(refused(proxy, `returned ${status} for CONNECT ${to}`), null);
        },
        (problem) => {
          socket.destroy();
          callback(refused(proxy, `${errorMessage(problem)} for CONNECT ${to}`), null);
        },
      );
    });
}

/** Reads only the response to CONNECT, because the origin sends nothing before the TLS handshake. */
function readTunnelStatus(socket: Socket, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (result: number | string) => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onEnd).off('error', onError).pause();
      if (typeof result === 'number') resolve(result);
      else reject(new Error(result));
    };
    const onData = (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const status = /^HTTP\/1\.\d (\d{3})\b/.exec(text)?.[1];
      if (text.includes('\r\n\r\n')) settle(status === undefined ? 'no HTTP response' : Number(status));
      else if (text.length > LONGEST_HEADER) settle('a header that is too long');
    };
    const onEnd = () => settle('closed the connection');
    const onError = (error: Error) => settle(errorMessage(error));
    const timer = setTimeout(() => settle('no response'), timeoutMs);
    socket.on('data', onData).on('end', onEnd).on('error', onError);
  });
}
