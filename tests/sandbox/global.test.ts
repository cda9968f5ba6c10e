import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Bench, errorCode, openBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('the error envelope', () => {
  it('wraps a rejection in error with code, message and status', async () => {
    const answer = await bench.call('GET /v1/cues/cue_000000000000');
    expect(answer.body).toEqual({ error: { code: 'cue_not_found', message: 'Cue not found', status: 404 } });
  });

  it('lists every mistake of a request with its path', async () => {
    const answer = await bench.call('POST /v1/cues?limit=x', { body: { schedule: { timezone: 3 } } });
    expect(answer.body).toMatchObject({
      error: {
        code: 'validation_error',
        details: [{ field: 'body.name' }, { field: 'body.schedule.type' }, { field: 'body.schedule.timezone' }],
      },
    });
  });

  it('begins the path of a query field with "query"', async () => {
    const answer = await bench.call('GET /v1/cues?limit=0');
    expect(answer.body).toMatchObject({ error: { status: 422, details: [{ field: 'query.limit' }] } });
  });

  it('returns http_error for an unknown route', async () => {
    const answer = await bench.call('GET /v1/nothing');
    expect([answer.status, errorCode(answer)]).toEqual([404, 'http_error']);
  });

  it('returns http_error for a wrong method', async () => {
    const answer = await bench.call('PUT /v1/cues');
    expect([answer.status, errorCode(answer)]).toEqual([405, 'http_error']);
  });
});

describe('request bodies', () => {
  it('are rejected as invalid JSON before authentication', async () => {
    const answer = await bench.call('POST /v1/cues', { token: null, body: '{' });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_json']);
  });

  it('are validated after authentication', async () => {
    const answer = await bench.call('POST /v1/cues', { token: null, body: {} });
    expect(answer.status).toBe(401);
  });

  it('are rejected if JSON has another content type', async () => {
    const answer = await bench.call('POST /v1/cues', { body: {}, headers: { 'Content-Type': 'text/plain' } });
    expect(answer.body).toMatchObject({ error: { code: 'validation_error', details: [{ field: 'body' }] } });
  });

  it('are rejected beyond one mebibyte, with a request id but without rate-limit headers', async () => {
    const answer = await bench.call('POST /v1/cues', { body: `"${'x'.repeat(1_048_576)}"` });
    expect([answer.status, errorCode(answer)]).toEqual([413, 'request_too_large']);
    expect(answer.headers.has('x-request-id')).toBe(true);
    expect(answer.headers.has('x-ratelimit-limit')).toBe(false);
  });
});

describe('headers and redirects', () => {
  it('redirect a path with a trailing slash, and keep the query', async () => {
    const answer = await bench.call('GET /v1/cues/?limit=1');
    expect([answer.status, answer.headers.get('location')]).toEqual([307, `${bench.sandbox.origin}/v1/cues?limit=1`]);
  });

  it('give every response a request id', async () => {
    const ids = [await bench.call('GET /v1/workers'), await bench.call('GET /v1/nothing')].map(({ headers }) =>
      headers.get('x-request-id'),
    );
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('show the rate limit on all paths except the exempt paths', async () => {
    const [limited, exempt] = [await bench.call('GET /v1/workers'), await bench.call('GET /health')];
    expect(limited.headers.get('x-ratelimit-limit')).toBe('1000000');
    expect(exempt.headers.has('x-ratelimit-limit')).toBe(false);
  });

  it('return the CORS origin and do not expose ETag', async () => {
    const answer = await bench.call('GET /v1/workers', { headers: { Origin: 'https://app.example.com' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(answer.headers.get('access-control-expose-headers')).not.toContain('ETag');
  });

  it('contain the nonce in the response of /health', async () => {
    const sandbox = await startSandbox({ nonce: 'n1' });
    const answer = await fetch(`${sandbox.origin}/health`);
    expect(answer.headers.get('x-parity-nonce')).toBe('n1');
    await sandbox.close();
  });
});

describe('rate limits', () => {
  it('reject the 61st call of a fresh account within a minute', async () => {
    const token = await bench.register();
    const answers = await Promise.all(Array.from({ length: 61 }, () => bench.call('GET /v1/workers', { token })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it('allow calls again one minute later', async () => {
    const token = await bench.register();
    for (let call = 0; call < 60; call++) await bench.call('GET /v1/workers', { token });
    expect((await bench.call('GET /v1/workers', { token })).status).toBe(429);
    await bench.advance(60);
    expect((await bench.call('GET /v1/workers', { token })).status).toBe(200);
  });
});

describe('verify echo', () => {
  const asked = { 'X-CueAPI-Verify-Echo': 'TRUE' };

  it('returns the parsed request and its digest', async () => {
    const answer = await bench.call('POST /v1/worker/heartbeat', { body: { worker_id: 'é' }, headers: asked });
    expect(answer.body.body_received).toEqual({ worker_id: 'é' });
    expect(answer.body.body_received_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('returns null if a cue is fired', async () => {
    const cue = await bench.createCue();
    const answer = await bench.call(`POST /v1/cues/${cue}/fire`, { body: { send_at: null }, headers: asked });
    expect(answer.body.body_received).toBeNull();
    expect(answer.body.body_received_sha256).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('does not change rejections', async () => {
    const answer = await bench.call('POST /v1/worker/heartbeat', { body: {}, headers: asked });
    expect(answer.body).not.toHaveProperty('body_received');
  });
});

describe('starting the sandbox', () => {
  it('rejects an unknown defect, and suggests the nearest name', async () => {
    await expect(startSandbox({ defects: ['claimable-501'] })).rejects.toMatchObject({
      code: 'defect-unknown',
      message: expect.stringContaining('"claimable-500"'),
    });
  });

  it('gives the same ids for the same seed', async () => {
    const [a, b] = [await startSandbox({ seed: 7 }), await startSandbox({ seed: 7 })];
    expect(a.accounts.main.api_key).toBe(b.accounts.main.api_key);
    expect(a.accounts.main.api_key).toMatch(/^cue_sk_[0-9a-f]{32}$/);
    await Promise.all([a.close(), b.close()]);
  });

  it('closes even if a connection is kept alive', async () => {
    const sandbox = await startSandbox();
    await (await fetch(`${sandbox.origin}/health`)).text();
    await expect(sandbox.close()).resolves.toBeUndefined();
  });
});
