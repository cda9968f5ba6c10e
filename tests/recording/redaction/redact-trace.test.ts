import { describe, expect, it } from 'vitest';
import type { ClientCall } from '../../../src/model/trace.ts';
import { traceRedactor } from '../../../src/recording/redaction/redact-trace.ts';

const KEY = 'a-key-that-opens-nothing';

function call(changes: {
  readonly headers?: readonly (readonly [string, string])[];
  readonly target?: string;
  readonly answer?: string;
  readonly body?: string;
  readonly given?: string;
  readonly outcome?: ClientCall['outcome'];
}): ClientCall {
  const { headers = [], target = '/x', answer = '{}', body, outcome = { kind: 'returned', value: null } } = changes;
  const token = changes.given ?? 'made-up-argument';
  return {
    ...{ kind: 'call', id: 'a/b#1', method: 'b', purpose: { kind: 'base' }, arguments: { token } },
    exchanges: [
      {
        request: { method: 'GET', target, headers, body: body === undefined ? null : Buffer.from(body) },
        response: {
          status: 200,
          headers: [['Set-Cookie', 'sid=from-the-recorder; Path=/']],
          body: Buffer.from(answer),
        },
        operation: null,
      },
    ],
    outcome,
  };
}

function redactedCall(changes: Parameters<typeof call>[0]): ClientCall {
  const [entry] = traceRedactor([KEY])([call(changes)]);
  if (entry?.kind !== 'call') throw new Error('expected a call');
  return entry;
}

function redactedRequest(changes: Parameters<typeof call>[0]) {
  return redactedCall(changes).exchanges[0]?.request;
}

function textOf({ exchanges, outcome }: ClientCall): string {
  const bodies = exchanges.flatMap(({ request, response }) => [request.body ?? '', response?.body ?? '']);
  return [...bodies.map((body) => Buffer.from(body).toString()), JSON.stringify(outcome)].join('\n');
}

describe('a request of a traced client', () => {
  it.each([
    ['X-Auth-Token', 'PLANTEDtoken'],
    ['Authorization', 'Bearer PLANTEDtoken'],
    ['Authorization', `Basic ${Buffer.from('ann:PLANTEDtoken').toString('base64')}`],
    ['Cookie', 'sid=PLANTEDtoken'],
    ['Private-Token', 'PLANTEDtoken'],
  ])('is recorded without %s: %s, which the client found somewhere', (name, value) => {
    const text = JSON.stringify(redactedRequest({ headers: [[name, value]] })?.headers);
    expect(text).toContain('[redacted:00000000]');
    expect(text).not.toMatch(/PLANTED|UExBTlRFRH|TEFOVEVE/);
  });

  it('keeps a boolean, whatever its name', () => {
    expect(redactedRequest({ target: '/x?rotate_token=True' })?.target).toBe('/x?rotate_token=True');
  });

  it.each([
    ['Authorization', `Bearer ${KEY}`],
    ['Authorization', `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`],
    ['X-Api-Key', KEY],
    ['X-Auth-Token', 'made-up-argument'],
    ['Cookie', 'sid=from-the-recorder'],
    ['Authorization', 'Bearer issued-by-the-recorder'],
    ['Idempotency-Key', '0d1f2a'],
  ])('keeps %s: %s, because wireparity made it up or it is no credential', (name, value) => {
    const headers = redactedRequest({
      headers: [[name, value]],
      answer: '{"access_token":"issued-by-the-recorder"}',
    })?.headers;
    expect(headers).toEqual([[name, value]]);
  });

  it('is recorded without the key in its query, but with the argument in its query', () => {
    const target = '/x?api_key=PLANTEDkey&token=made-up-argument&a=1';
    expect(redactedRequest({ target })?.target).toBe('/x?api_key=[redacted:00000000]&token=made-up-argument&a=1');
  });

  it('keeps an argument that a query or a form escapes', () => {
    const target = '/x?unlock_key=pw-a%26b%3Dc%2Bd%2520e+f%23g';
    expect(redactedRequest({ target, given: 'pw-a&b=c+d%20e f#g' })?.target).toBe(target);
  });
});

describe('a credential that a traced client found somewhere', () => {
  const FOUND = 'PLANTED-secret';

  it.each([
    ['JSON', '{"client_secret":"PLANTED-secret","name":"a"}'],
    ['nested JSON', '{"auth":{"password":"PLANTED-secret"}}'],
    ['a form', 'grant_type=client_credentials&client_secret=PLANTED-secret'],
    ['bytes that are no text', '\u00ff{"password":"PLANTED-secret"}'],
  ])('is redacted in a body of %s', (_, body) => {
    const text = textOf(redactedCall({ body }));
    expect(text).toContain('[redacted:00000000]');
    expect(text).not.toContain('PLANTED');
  });

  it.each([
    ['returns', { kind: 'returned', value: { config: { key: `Bearer ${FOUND}` } } }],
    [
      'raises',
      { kind: 'raised', class: 'E', bases: [], text: `refused ${FOUND}`, attributes: { key: FOUND }, own: true },
    ],
    ['prints', { kind: 'exited', code: 1, stdout: Buffer.from(FOUND).toString('base64'), stderr: `key ${FOUND}` }],
  ] as const)('is redacted in what the client %s', (_, outcome) => {
    const text = textOf(redactedCall({ headers: [['Authorization', `Bearer ${FOUND}`]], outcome }));
    expect(text).toContain('[redacted:00000000]');
    expect(text).not.toContain('PLANTED');
    expect(text).not.toContain(Buffer.from(FOUND).toString('base64'));
  });

  it('is redacted in a response that repeats it', () => {
    const body = '{"password":"PLANTED-secret"}';
    expect(textOf(redactedCall({ body, answer: body }))).not.toContain('PLANTED');
  });

  it.each([
    ['our key', `{"api_key":"${KEY}"}`],
    ['an argument', '{"token":"made-up-argument"}'],
    ['an argument that the client escaped', '{"token":"made%252Dup-argument"}'],
    ['a value without a secret name', '{"page_token":"PLANTED-secret","name":"b"}'],
  ])('is not redacted if it is %s', (_, body) => {
    expect(Buffer.from(redactedRequest({ body })?.body ?? []).toString()).toBe(body);
  });
});
