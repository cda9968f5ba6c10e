import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRedacted, REDACTED } from '../../../src/lib/redaction-mark.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { formatEntry } from '../../../src/recording/recording-line.ts';
import { createRedactor, type RedactorOptions } from '../../../src/recording/redaction/create-redactor.ts';
import { exchange, request, textOf } from '../../wire/builders.ts';

const CANARY = 'sk_CANARY/é"7 x';

function redactor(changes: Partial<RedactorOptions> = {}) {
  return createRedactor({
    values: new Map([['key', CANARY]]),
    patterns: ['tok_[0-9a-f]{8}'],
    fields: ['secret'],
    salt: 's',
    ...changes,
  });
}

function answer(body: string | Uint8Array, headers: Exchange['request']['headers'] = []): Partial<Exchange> {
  return { response: { status: 200, headers, body: typeof body === 'string' ? Buffer.from(body) : body } };
}

function bodyOf({ response }: Exchange): string {
  return Buffer.from(response?.body ?? []).toString('utf8');
}

describe('an integer beyond 2^53', () => {
  const sent = (fields: Exchange['asked']['with']) =>
    redactor({ values: new Map([['key', '9007199254740993']]) }).redactExchange(
      exchange({ asked: { with: fields, as: 'main', auth: 'key', invalid: false } }),
    ).asked.with;

  it('is redacted if it is a known secret or has a secret name', () => {
    expect(isRedacted(sent({ a: 9007199254740993n }).a)).toBe(true);
    expect(isRedacted(sent({ secret: 9007199254740995n }).secret)).toBe(true);
  });

  it('keeps its digits if it is not secret', () => {
    expect(sent({ a: 9007199254740995n })).toEqual({ a: 9007199254740995n });
  });
});

describe('a known secret', () => {
  const everywhere = exchange({
    asked: { with: { a: [CANARY] }, as: 'main', auth: 'key', invalid: false },
    expect: { status: [], body: { a: `x${CANARY}` }, headers: { 'X-A': CANARY } },
    request: request({
      target: `/things?a=${encodeURIComponent(CANARY)}&b=${encodeURIComponent(CANARY).replace(/%../g, (octet) => octet.toLowerCase())}&c=${new URLSearchParams({ c: CANARY })}`,
      headers: [
        ['Authorization', `Bearer ${CANARY}`],
        ['X-Other', `<${Buffer.from(CANARY).toString('latin1')}>`],
      ],
      body: Buffer.from(JSON.stringify({ a: CANARY, b: JSON.stringify({ c: CANARY }) })),
    }),
    ...answer(JSON.stringify(CANARY).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)),
    failure: { code: 'timeout', message: `no answer for ${CANARY}` },
  });

  it('does not occur in a recording line, in any encoding', () => {
    const line = formatEntry(redactor().redactExchange(everywhere));
    expect(line).not.toContain('CANARY');
  });

  it('has the same mark everywhere in a run, and a different mark with a different salt', () => {
    const marks = (salt: string) =>
      new Set(formatEntry(redactor({ salt }).redactExchange(everywhere)).match(new RegExp(REDACTED, 'g')));
    expect(marks('s').size).toBe(1);
    expect(marks('s')).toEqual(marks('s'));
    expect(marks('s')).not.toEqual(marks('t'));
  });

  it('is removed from bytes that are not text', () => {
    const body = Buffer.concat([Uint8Array.of(0xff), Buffer.from(CANARY), Uint8Array.of(0xfe)]);
    const { response } = redactor().redactExchange(exchange(answer(body)));
    expect(Buffer.from(response?.body ?? []).includes('CANARY')).toBe(false);
    expect([response?.body[0], response?.body.at(-1)]).toEqual([0xff, 0xfe]);
  });

  it('can be added during the run', () => {
    const redact = redactor();
    redact.addSecret('later-secret');
    expect(redact.redactText('a later-secret b')).toMatch(/^a \[redacted:[0-9a-f]{8}\] b$/);
  });

  it('is found whatever it is and wherever it occurs', () => {
    const secrets = fc.string({ minLength: 4, maxLength: 12, unit: 'grapheme' }).filter((text) => text.length >= 4);
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const redact = redactor({ values: new Map([['a', secret]]), patterns: [], fields: [] });
        const text = `${before} ${JSON.stringify(secret)} ${encodeURIComponent(secret)} ${secret} ${after}`;
        const clean = redact.redactText(text);
        expect(clean.match(new RegExp(REDACTED, 'g'))?.length ?? 0).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

describe('a requested value', () => {
  it('is redacted below a member named `__proto__`', () => {
    const asked = {
      with: JSON.parse(`{"a":{"__proto__":"${'tok_01234567'}"}}`),
      as: 'main',
      auth: null,
      invalid: false,
    };
    expect(JSON.stringify(redactor().redactExchange(exchange({ asked })).asked)).toMatch(/"__proto__":"\[redacted:/);
  });
});

describe('a header', () => {
  it.each([
    ['Authorization', 'Bearer abc.def', /^Bearer \[redacted:[0-9a-f]{8}\]$/],
    ['authorization', 'opaque', /^\[redacted:[0-9a-f]{8}\]$/],
    ['Authorization', 'Bearer', /^Bearer$/],
    ['Authorization', '', /^$/],
    ['Proxy-Authorization', 'Basic eDp5', /^Basic \[redacted:[0-9a-f]{8}\]$/],
    ['X-Api-Key', 'k', /^\[redacted:[0-9a-f]{8}\]$/],
    ['Cookie', 'sid=1; theme=', /^sid=\[redacted:[0-9a-f]{8}\]; theme=$/],
    ['Set-Cookie', 'sid=1; Path=/; HttpOnly', /^sid=\[redacted:[0-9a-f]{8}\]; Path=\/; HttpOnly$/],
    ['X-Request-Id', '42', /^42$/],
  ])('%s: %s becomes %s', (name, value, wanted) => {
    const { response } = redactor().redactExchange(exchange(answer('', [[name, value]])));
    expect(response?.headers[0]?.[1]).toMatch(wanted);
  });

  it('is redacted as soon as its value is known to be secret', () => {
    const redact = redactor();
    const seen = () => redact.redactExchange(exchange(answer('', [['X-Other', 'later-secret']]))).response?.headers;
    expect(seen()).toEqual([['X-Other', 'later-secret']]);
    redact.addSecret('later-secret');
    expect(seen()?.[0]?.[1]).toMatch(/^\[redacted:[0-9a-f]{8}\]$/);
  });

  it('is redacted in a list of headers that several requests share', () => {
    const redact = redactor();
    const shared = request({ headers: [['X-Other', 'later-secret']] });
    const seen = () => redact.redactExchange(exchange({ request: shared })).request.headers;
    expect(seen()).toEqual([['X-Other', 'later-secret']]);
    redact.addSecret('later-secret');
    expect(seen()[0]?.[1]).toMatch(/^\[redacted:[0-9a-f]{8}\]$/);
    expect(shared.headers).toEqual([['X-Other', 'later-secret']]);
  });

  it('shows the same mark for the same credential in a header and in a body', () => {
    const both = redactor().redactExchange(
      exchange({
        request: request({
          headers: [['Authorization', 'Bearer abcdefgh']],
          body: Buffer.from('{"secret":"abcdefgh"}'),
        }),
      }),
    );
    const mark = both.request.headers[0]?.[1].replace('Bearer ', '');
    expect(textOf(both.request)).toBe(`{"secret":"${mark}"}`);
  });
});

describe('a member with a secret name', () => {
  it.each([
    [
      'keeps every other byte',
      '{ "a" : 1.0, "secret" : "s1",\n "b":[] }',
      /^\{ "a" : 1\.0, "secret" : "\[redacted:[0-9a-f]{8}\]",\n "b":\[\] \}$/,
    ],
    ['at any depth', '[{"x":{"secret":"s1"}}]', /^\[\{"x":\{"secret":"\[redacted:[0-9a-f]{8}\]"\}\}\]$/],
    [
      'with all inside it',
      '{"secret":{"a":"s1","b":["s2"]}}',
      /^\{"secret":\{"a":"\[redacted:\w+\]","b":\["\[redacted:\w+\]"\]\}\}$/,
    ],
    ['as a number', '{"secret":1234}', /^\{"secret":"\[redacted:\w+\]"\}$/],
    [
      'but not null, a boolean or an empty string',
      '{"secret":null,"x":{"secret":true},"y":{"secret":""}}',
      /^\{"secret":null,"x":\{"secret":true\},"y":\{"secret":""\}\}$/,
    ],
    [
      'in JSON inside a string',
      '{"echo":"{\\"secret\\": \\"s1\\"}"}',
      /^\{"echo":"\{\\"secret\\": \\"\[redacted:\w+\]\\"\}"\}$/,
    ],
    ['in JSON that is cut off', '{"secret":"s1 and mo', /^\{"secret":"\[redacted:\w+\]$/],
    ['in a form', 'a=1&secret=s%201&b=2', /^a=1&secret=\[redacted:\w+\]&b=2$/],
    ['in a form that is percent-encoded as a whole', 'secret%3Ds1%26b', /^secret%3D\[redacted:\w+\]%26b$/],
    ['spelled with escapes', '{"s\\u0065cret":"s1"}', /^\{"s\\u0065cret":"\[redacted:\w+\]"\}$/],
  ])('is redacted %s', (_title, body, wanted) => {
    expect(bodyOf(redactor().redactExchange(exchange(answer(body))))).toMatch(wanted);
  });

  it('is redacted in all later exchanges, even if it was seen only inside a longer secret', () => {
    const redact = redactor({ values: new Map([['key', 'https://user:password1@host']]) });
    redact.redactExchange(exchange(answer('see https://user:password1@host')));
    const later = redact.redactExchange(exchange({ request: request({ target: '/things/password1' }) }));
    expect(later.request.target).toMatch(/^\/things\/\[redacted:\w+\]$/);
  });

  it('is redacted at every place in all later exchanges', () => {
    const redact = redactor();
    redact.redactExchange(exchange(answer('{"secret":"learnt-secret"}')));
    const later = redact.redactExchange(exchange({ request: request({ target: '/things/learnt-secret' }) }));
    expect(later.request.target).toMatch(/^\/things\/\[redacted:\w+\]$/);
  });

  it('is not searched elsewhere if it is a short word', () => {
    const redact = redactor();
    redact.redactExchange(exchange(answer('{"secret":"none"}')));
    expect(redact.redactText('there are none')).toBe('there are none');
  });

  it('keeps a matcher that describes the value', () => {
    const expected = exchange({
      expect: { status: [], headers: {}, body: { secret: { $type: 'string', $length: 9 }, a: { secret: 'x' } } },
    });
    const body = redactor().redactExchange(expected).expect.body;
    expect(body).toEqual({ secret: { $type: 'string', $length: 9 }, a: { secret: expect.stringMatching(REDACTED) } });
  });
});

describe('a pattern', () => {
  it('is redacted in any text, and later in other encodings', () => {
    const redact = redactor({ patterns: ['tok:[0-9a-f]{8}'] });
    redact.redactExchange(exchange(answer('a tok:0123abcd b')));
    expect(redact.redactText('?t=tok%3A0123abcd')).toMatch(/^\?t=\[redacted:\w+\]$/);
    expect(redact.redactText('tok:ffffffff')).toMatch(/^\[redacted:\w+\]$/);
  });
});

it('does not redact a redacted value again', () => {
  const redact = redactor();
  const once = redact.redactExchange(
    exchange({ request: request({ headers: [['Authorization', `Bearer ${CANARY}`]] }), ...answer('{"secret":"s1"}') }),
  );
  expect(redact.redactExchange(once)).toEqual(once);
});

it('distinguishes redacted values from others', () => {
  expect([isRedacted('x[redacted:0123abcd]'), isRedacted('[redacted:xyz]'), isRedacted(7)]).toEqual([
    true,
    false,
    false,
  ]);
});
