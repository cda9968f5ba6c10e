import { connect } from 'node:net';
import { errorCode } from '../../lib/error-text.ts';

/** null when something accepts a connection at the URL's host and port, or at the unix socket; else what went wrong. */
export function connectionProblem(url: URL, timeoutMs: number, path?: string): Promise<string | null> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect(path === undefined ? { host, port: portOf(url) } : { path });
    const settle = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(timeoutMs, () => settle('ETIMEDOUT'));
    socket.once('connect', () => settle(null));
    socket.on('error', (error) => settle(errorCode(error) ?? 'ECONNREFUSED'));
  });
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
