import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openListener } from '../../src/clients/recorder/listener.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

/** A server that listens only on 127.0.0.1 does not respond on 127.0.0.2. */
function isReachableElsewhere(origin: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.2', port: Number(new URL(origin).port) });
    const settle = (isReachable: boolean) => {
      socket.destroy();
      resolve(isReachable);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

describe('a server that we start', () => {
  it.each([
    [
      'the recorder',
      () =>
        openListener({
          answer: () => {
            throw new Error('nothing is asked');
          },
          onHeard: () => {},
        }),
    ],
    ['the sandbox', () => startSandbox()],
  ])('by %s listens on 127.0.0.1 and no other address', async (_title, start) => {
    const server = await start();
    try {
      expect(new URL(server.origin).hostname).toBe('127.0.0.1');
      expect(await isReachableElsewhere(server.origin)).toBe(false);
    } finally {
      await server.close();
    }
  });
});
