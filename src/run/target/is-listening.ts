import { connect } from 'node:net';
import { errorCode } from '../../lib/error-text.ts';

/** null when something accepts a connection at the URL's host and port; else the code of what went wrong. */
export function connectionProblem(url: URL, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: portOf(url) });
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
