import { describe, expect, it } from 'vitest';
import { call, contract } from '../plan/builders.ts';
import { runOn } from './run-on.ts';
import { answerJson, type Handler, serve } from './servers.ts';

describe('a retry', () => {
  const failing = (status: number, times: number, headers: Record<string, string> = {}): Handler => {
    return (_request, response, index) => {
      if (index < times) response.writeHead(status, headers).end();
      else answerJson(response, 200, { state: 'done' });
    };
  };

  it.each([
    ['follows a 500 of an operation that may be repeated', { status: 500, retries: 2 }, 3],
    ['follows a 429', { status: 429, retries: 2 }, 3],
    ['does not follow a 404', { status: 404, retries: 2 }, 1],
    ['does not follow without retries', { status: 500, retries: 0 }, 1],
    ['does not follow an operation that may not be repeated', { status: 500, retries: 2, retryable: false }, 1],
    ['follows a 429 of an operation that may not be repeated', { status: 429, retries: 2, retryable: false }, 3],
    ['does not follow a 429 that the step expects', { status: 429, retries: 2, expected: [429] }, 1],
    ['follows a 429 that is not all that the step expects', { status: 429, retries: 2, expected: [200, 429] }, 3],
    ['does not follow a status that the step expects', { status: 503, retries: 2, expected: [503] }, 1],
  ])('%s', async (_title, given: {
    status: number;
    retries: number;
    retryable?: boolean;
    expected?: number[];
  }, tries) => {
    const server = await serve(failing(given.status, 2));
    const { exchanges } = await runOn(server.origin, {
      operations: [contract({ retryable: given.retryable ?? true })],
      steps: [call({ expect: { status: given.expected ?? [], headers: {} } })],
      policy: { retries: given.retries },
    });
    expect(exchanges.map(({ attempt }) => attempt)).toEqual(Array.from({ length: tries }, (_, index) => index + 1));
    expect(exchanges.map(({ superseded }) => superseded)).toEqual(exchanges.map((_, index) => index < tries - 1));
  });

  it('follows a connection reset', async () => {
    const server = await serve((_request, response, index) => {
      if (index === 0) response.socket?.resetAndDestroy();
      else answerJson(response, 200, {});
    });
    const { exchanges } = await runOn(server.origin, { policy: { retries: 1 } });
    expect(exchanges.map(({ failure, response }) => failure?.code ?? response?.status)).toEqual([
      'connection-reset',
      200,
    ]);
  });

  it('waits as long as the server asks', async () => {
    const server = await serve(failing(429, 1, { 'retry-after': '0.3' }));
    await runOn(server.origin, { policy: { retries: 1 } });
    const [first, second] = server.seen.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(290);
  });

  it('does not wait longer than twice the timeout', async () => {
    const server = await serve(failing(503, 1, { 'retry-after': '3600' }));
    const { exchanges } = await runOn(server.origin, { policy: { retries: 1, timeoutMs: 100 } });
    expect(exchanges).toHaveLength(2);
  });

  it('is sent until the response is as the step expects', async () => {
    const server = await serve((_request, response, index) =>
      answerJson(response, 200, { state: index < 2 ? 'open' : 'done' }),
    );
    const expect_ = { status: [200], body: { state: 'done' }, headers: {} };
    const { exchanges, scenarios } = await runOn(server.origin, {
      steps: [call({ eventuallyMs: 3000, expect: expect_ })],
    });
    expect(exchanges.map(({ superseded, polling }) => [superseded, polling])).toEqual([
      [true, true],
      [true, true],
      [false, undefined],
    ]);
    expect(scenarios[0]?.steps[0]?.attempts).toBe(3);
  });

  it('is not sent after the time is over', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, { state: 'open' }));
    const steps = [call({ eventuallyMs: 250, expect: { status: [], body: { state: 'done' }, headers: {} } })];
    const { exchanges } = await runOn(server.origin, { steps });
    expect(exchanges.length).toBeGreaterThan(1);
    expect(exchanges.at(-1)).toMatchObject({ superseded: false });
  });
});
