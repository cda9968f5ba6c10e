import { describe, expect, it } from 'vitest';
import type { ClientCall } from '../../../src/model/trace.ts';
import { traceRedactor } from '../../../src/recording/redaction/redact-trace.ts';

const KEY = 'a-key-that-opens-nothing';

function call(changes: {
  readonly headers?: readonly (readonly [string, string])[];
  readonly target?: string;
  readonly answer?: string;
}): ClientCall {
  const { headers = [], target = '/x', answer = '{}' } = changes;
  return {
    ...{ kind: 'call', id: 'a/b#1', method: 'b', purpose: { kind: 'base' }, arguments: { token: 'made-up-argument' } },
    exchanges: [
      {
        request: { method: 'GET', target, headers, body: null },
        response: {
          status: 200,
          headers: [['Set-Cookie', 'sid=from-the-recorder; Path=/']],
          body: Buffer.from(answer),
        },
        operation: null,
      },
    ],
    outcome: { kind: 'returned', value: null },
  };
}

function redactedRequest(changes: Parameters<typeof call>[0]) {
  const [entry] = traceRedactor([KEY])([call(changes)]);
  if (entry?.kind !== 'call') throw new Error('expected a call');
  return entry.exchanges[0]?.request;
}

describe('a request of a traced client', () => {
  it.each([
    ['X-Auth-Token', 'PLANTEDtoken'],
    ['Authorization', 'Bearer PLANTEDtoken'],
    ['Authorization', `Basic ${Buffer.from('ann:PLANTEDtoken').toString('base64')}`],
    ['Cookie', 'sid=PLANTEDtoken'],
    ['Private-Token', 'PLANTEDtoken'],
  ])('loses %s: %s, which the client found somewhere', (name, value) => {
    const text = JSON.stringify(redactedRequest({ headers: [[name, value]] })?.headers);
    expect(text).toContain('[redacted:00000000]');
    expect(text).not.toMatch(/PLANTED|UExBTlRFRH|TEFOVEVE/);
  });

  it.each([
    ['Authorization', `Bearer ${KEY}`],
    ['Authorization', `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`],
    ['X-Api-Key', KEY],
    ['X-Auth-Token', 'made-up-argument'],
    ['Cookie', 'sid=from-the-recorder'],
    ['Authorization', 'Bearer issued-by-the-recorder'],
    ['Idempotency-Key', '0d1f2a'],
  ])('keeps %s: %s, which is ours or no credential', (name, value) => {
    const headers = redactedRequest({
      headers: [[name, value]],
      answer: '{"access_token":"issued-by-the-recorder"}',
    })?.headers;
    expect(headers).toEqual([[name, value]]);
  });

  it('loses a key in its query, and keeps an argument there', () => {
    const target = '/x?api_key=PLANTEDkey&token=made-up-argument&a=1';
    expect(redactedRequest({ target })?.target).toBe('/x?api_key=[redacted:00000000]&token=made-up-argument&a=1');
  });
});
