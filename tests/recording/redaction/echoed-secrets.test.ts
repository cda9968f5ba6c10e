import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asked, Exchange } from '../../../src/model/exchange.ts';
import { formatEntry } from '../../../src/recording/recording-line.ts';
import { createRedactor, type RedactorOptions } from '../../../src/recording/redaction/create-redactor.ts';
import { redactEntry } from '../../../src/recording/redaction/redact-entry.ts';
import { exchange, request } from '../../wire/builders.ts';

const KEY = 'key+for/main&<é>-only==';

const redactorWith = (changes: Partial<RedactorOptions> = {}) =>
  createRedactor({ values: new Map([['key', KEY]]), patterns: [], fields: ['pin'], salt: 's', ...changes });

const answering = (body: string, headers: Exchange['request']['headers'] = []): Partial<Exchange> => ({
  response: { status: 200, headers, body: Buffer.from(body) },
});
const bodyOf = ({ response }: Exchange) => Buffer.from(response?.body ?? []).toString('utf8');
const redactBody = (body: string, options: Partial<RedactorOptions> = {}) =>
  bodyOf(redactorWith(options).redactExchange(exchange(answering(body))));

const MARK = /\[redacted:[0-9a-f]{8}\]/g;
const hexEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const bytes = Buffer.from(KEY);
const inJson = (text: string) => JSON.stringify({ echo: text });

const SPELLINGS: readonly (readonly [name: string, body: string])[] = [
  ['in JSON', inJson(KEY)],
  ['with every character escaped', `{"echo":"${[...KEY].map(hexEscape).join('')}"}`],
  [
    'with capital digits in its escapes',
    `{"echo":"${[...KEY].map(hexEscape).join('').toUpperCase().replaceAll('\\U', '\\u')}"}`,
  ],
  ['with one character escaped', `{"echo":"\\u006bey${JSON.stringify(KEY).slice(4)}}`],
  ['with escaped slashes', inJson(KEY).replaceAll('/', '\\/')],
  ['as Go escapes', inJson(KEY).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003E')],
  ['in JSON in JSON', inJson(inJson(KEY))],
  ['escaped in JSON in JSON', inJson(`{"a":"${[...KEY].map(hexEscape).join('')}"}`)],
  ['in HTML', `<p>${KEY.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`],
  ['in HTML by numbers', [...KEY].map((c) => `&#${c.codePointAt(0)};`).join('')],
  ['in HTML by hexadecimal numbers', [...KEY].map((c) => `&#x${c.codePointAt(0)?.toString(16)};`).join('')],
  [
    'in HTML by names',
    KEY.replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('+', '&plus;')
      .replaceAll('/', '&sol;')
      .replaceAll('=', '&equals;'),
  ],
  ['in octal escapes', [...bytes].map((b) => `\\${b.toString(8).padStart(3, '0')}`).join('')],
  ['in octal escapes in JSON', inJson([...bytes].map((b) => `\\${b.toString(8).padStart(3, '0')}`).join(''))],
  ['in a URL', inJson(`/x?k=${encodeURIComponent(KEY)}`)],
  ['in a URL with small digits', encodeURIComponent(KEY).replace(/%../g, (octet) => octet.toLowerCase())],
  ['with every byte percent-encoded', [...bytes].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('')],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(KEY))],
  ['in a form', new URLSearchParams({ k: KEY }).toString()],
  ['in base64', inJson(bytes.toString('base64'))],
  ['in base64 for URLs', inJson(bytes.toString('base64url'))],
  [
    'in base64 with escaped slashes',
    inJson(bytes.toString('base64')).replaceAll('/', '\\/').replaceAll('+', '\\u002b'),
  ],
  ['in percent-encoded base64', encodeURIComponent(bytes.toString('base64'))],
  ['as a password of Basic credentials', inJson(`Basic ${Buffer.from(`user:${KEY}`).toString('base64')}`)],
  ['as a user of Basic credentials', inJson(`Basic ${Buffer.from(`${KEY}:`).toString('base64')}`)],
  ['inside other base64', Buffer.from(`ab${KEY}cd`).toString('base64')],
  ['in hexadecimal digits', inJson(bytes.toString('hex'))],
  ['in hexadecimal digits with colons', inJson((bytes.toString('hex').match(/../g) ?? []).join(':'))],
  [
    'in capital hexadecimal digits with spaces',
    inJson((bytes.toString('hex').toUpperCase().match(/../g) ?? []).join(' ')),
  ],
  ['by code points in braces', [...KEY].map((c) => `\\u{${c.codePointAt(0)?.toString(16)}}`).join('')],
  ['on two lines', inJson(`${KEY.slice(0, 7)}\r\n  ${KEY.slice(7)}`)],
  ['in base64 on several lines', inJson(bytes.toString('base64').replace(/.{6}/g, '$&\n'))],
  ['with two bytes for each character', inJson(Buffer.from(KEY, 'utf16le').toString('latin1'))],
  ['in base64 twice', inJson(Buffer.from(bytes.toString('base64')).toString('base64'))],
  ['in base64 of escaped JSON', inJson(Buffer.from(inJson(inJson(KEY))).toString('base64'))],
  [
    'in base64 of a form, behind a path',
    inJson(`/v1/x/${Buffer.from(new URLSearchParams({ k: KEY }).toString()).toString('base64url')}`),
  ],
  ['in capital hexadecimal digits', inJson(bytes.toString('hex').toUpperCase())],
];

describe('a key that a server echoes', () => {
  it.each(SPELLINGS)('is found %s', (_, body) => {
    const clean = redactBody(body);
    expect(clean).toMatch(MARK);
    expect(decodeAll(clean)).not.toContain('for/main');
  });

  it('is found in base64 after any number of other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (before, after) => {
        const encoded = Buffer.concat([before, bytes, after]).toString('base64');
        const clean = redactBody(inJson(encoded)).replace(MARK, ' ');
        for (const run of clean.match(/[A-Za-z0-9+/]{4,}/g) ?? [])
          expect(Buffer.from(run, 'base64').toString('latin1')).not.toContain('main');
      }),
    );
  });

  it('is found if any of its characters is escaped in any way', () => {
    const escapes = [
      (c: string) => c,
      hexEscape,
      (c: string) => `\\\\${hexEscape(c).slice(1)}`,
      (c: string) => encodeURIComponent(c),
      (c: string) => `&#${c.charCodeAt(0)};`,
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(escapes.length - 1), { minLength: 16, maxLength: 16 }), (chosen) => {
        const key = 'key-for-main/onl';
        const text = [...key].map((c, index) => escapes[chosen[index] ?? 0]?.(c)).join('');
        const clean = redactBody(`{"echo":"${text}"}`, { values: new Map([['key', key]]) });
        expect(clean).toMatch(/^\{"echo":"\[redacted:[0-9a-f]{8}\]"\}$/);
      }),
    );
  });

  it('is redacted without changing other characters, including escaped ones', () => {
    const body = String.raw`{"a":"\u0041\/%20&amp;", "echo":"\u006bey-x", "b" : [1.50]}`;
    expect(redactBody(body, { values: new Map([['key', 'key-x']]) })).toMatch(
      /^\{"a":"\\u0041\\\/%20&amp;", "echo":"\[redacted:\w{8}\]", "b" : \[1\.50\]\}$/,
    );
  });

  it('is found in a header name', () => {
    const sent = exchange(answering('', [[`x-${bytes.toString('hex')}`, '1']]));
    const [[name] = ['']] = redactorWith().redactExchange(sent).response?.headers ?? [];
    expect(name).toMatch(/^x-\[redacted:\w{8}\]$/);
  });

  it('is redacted without changing the line breaks around it', () => {
    expect(redactBody(`a\n${KEY}\nb`)).toMatch(/^a\n\[redacted:\w{8}\]\nb$/);
  });

  it('is found line by line if it has several lines, such as a private key', () => {
    const pem =
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END PRIVATE KEY-----\n';
    const clean = redactBody('got AQEFAASCBKcwggSjAgEAAoIB', { values: new Map([['key', pem]]) });
    expect(clean).toMatch(/^got \[redacted:\w{8}\]$/);
  });

  it('is distinguished from similar text', () => {
    const body = inJson('key for main, key%2Bfor, key+for/other');
    expect(redactBody(body)).toBe(body);
  });
});

function decodeAll(text: string): string {
  const once = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#x?\w+;/g, '?');
  const base64 = (text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1'));
  const hex = (text.match(/[0-9a-fA-F]{8,}/g) ?? []).map((run) => Buffer.from(run, 'hex').toString('latin1'));
  return [text, once, unescape(text), unescape(unescape(text)), ...base64, ...hex].join('\n');
}

describe('a secret number', () => {
  it.each([
    ['under its name', '{"pin":12345678,"n":1}', /^\{"pin":"\[redacted:\w{8}\]","n":1\}$/],
    ['in a list', '{"pin":[1234,[5678]]}', /^\{"pin":\["\[redacted:\w{8}\]",\["\[redacted:\w{8}\]"\]\]\}$/],
    ['as a fraction', '{"pin":-1.5e3}', /^\{"pin":"\[redacted:\w{8}\]"\}$/],
  ])('is redacted in valid JSON: %s', (_, body, wanted) => {
    const clean = redactBody(body);
    expect(clean).toMatch(wanted);
    expect(() => JSON.parse(clean)).not.toThrow();
  });

  it('is redacted in valid JSON if it is a known secret', () => {
    const clean = redactBody('{"n":12345678,"text":"12345678"}', { values: new Map([['key', '12345678']]) });
    expect(JSON.parse(clean)).toEqual({ n: expect.stringMatching(MARK), text: expect.stringMatching(MARK) });
  });
});

describe('a member with a secret name', () => {
  it.each([
    ['a list of a text and an object', '{"pin":["PLANTED1",{"a":"PLANTED2"}]}'],
    ['an object with lists of lists', '{"pin":{"a":[["PLANTED1",{"b":["PLANTED2"]}]]}}'],
    ['in JSON in JSON', JSON.stringify({ echo: JSON.stringify({ pin: ['PLANTED1', { a: 'PLANTED2' }] }) })],
    ['in a text around JSON', 'got {"pin": "PLANTED1"} back'],
    ['in JSON in JSON that is cut off', '{"echo":"{\\"pin\\":\\"PLANTED1'],
    ['in a part of a form', '--b\r\nContent-Disposition: form-data; name="pin"\r\n\r\nPLANTED1\r\n--b--\r\n'],
  ])('is redacted in %s', (_, body) => {
    expect(redactBody(body)).not.toContain('PLANTED');
  });
});

describe('a pattern', () => {
  it('is applied to decoded text', () => {
    const clean = redactBody(String.raw`{"echo":"sk\u005fabcdefghijkl"}`, { patterns: ['sk_[a-z]{9,}'] });
    expect(clean).toMatch(/^\{"echo":"\[redacted:\w{8}\]"\}$/);
  });
});

describe('a cookie that a response sets', () => {
  it('is secret in the same response and in later ones', () => {
    const redactor = redactorWith();
    const first = redactor.redactExchange(
      exchange(answering('{"echo":"PLANTEDcookie"}', [['Set-Cookie', 'sid=PLANTEDcookie; Path=/']])),
    );
    const later = redactor.redactExchange(exchange(answering('{"echo":"PLANTEDcookie"}')));
    expect(bodyOf(first) + bodyOf(later)).not.toContain('PLANTED');
  });
});

describe('a value that a probe made up', () => {
  const made = (address: string) =>
    redactorWith({ fields: ['session_token'] }).redactExchange(
      exchange({
        address,
        asked: { with: { session_token: 'made-up-token' }, as: 'main', auth: null, invalid: false },
        request: request({
          target: '/x?session_token=made-up-token',
          body: Buffer.from('{"session_token":"made-up-token"}'),
        }),
        ...answering('{"id":"made-up-token"}'),
      }),
    );

  it('is kept, so that the request can be sent again', () => {
    expect(formatEntry(made('probe.things.create/missing/sent')).match(/made-up-token/g)?.length).toBe(4);
  });

  it('is redacted in a suite, where it may belong to a real account', () => {
    expect(formatEntry(made('login/works/first'))).not.toContain('made-up-token');
  });
});

describe('a value that a suite built from the run id or from letters', () => {
  const sent = (value: string, refers: Asked['refers'], echo = value) => {
    const redactor = redactorWith({ fields: ['session_token'] });
    return formatEntry(
      redactor.redactExchange(
        exchange({
          address: 'sessions/works/opened',
          asked: { with: { session_token: value }, as: 'main', auth: null, invalid: false, refers },
          request: request({ body: Buffer.from(`{"session_token":"${value}"}`) }),
          ...answering(`{"session_token":"${echo}"}`),
        }),
      ),
    );
  };
  const ofRun = [{ expression: 'run.id', value: 'parity-r1-0a1b2c' }];

  it('is kept, so that the request can be sent again', () => {
    expect(sent('parity-r1-0a1b2c-a', ofRun)).not.toContain('redacted');
    expect(sent('abcdefghijkl', [{ expression: 'text:12', value: 'abcdefghijkl' }])).not.toContain('redacted');
  });

  it('is redacted if it also contains something else', () => {
    expect(sent('parity-r1-0a1b2c-PLANTEDpassword', ofRun)).not.toContain('PLANTED');
    expect(sent('PLANTEDpassword', [{ expression: 'target.token', value: 'PLANTEDpassword' }])).not.toContain(
      'PLANTED',
    );
  });

  it('does not prevent redaction of another value that the server returns', () => {
    expect(sent('parity-r1-0a1b2c', ofRun, 'PLANTEDtoken')).not.toContain('PLANTED');
  });
});

describe('overheard traffic', () => {
  const overheard = (changes: Partial<Exchange>) =>
    formatEntry(redactorWith({ usualNames: true }).redactExchange(exchange({ ...changes, overheard: true })));

  it.each([
    'X-Auth-Token',
    'Private-Token',
    'X-Amz-Security-Token',
    'X-CSRF-Token',
    'Api-Key',
    'X-Goog-Api-Key',
    'X-Session-Id',
    'X-Vault-Token',
    'Ocp-Apim-Subscription-Key',
    'X-Client-Secret',
    'DPoP-Token',
  ])('is recorded without the header %s and its echo', (name) => {
    const line = overheard({
      request: request({ headers: [[name, 'PLANTEDvalue']] }),
      ...answering('{"echo":"PLANTEDvalue"}'),
    });
    expect(line).not.toContain('PLANTED');
  });

  it.each([
    'Idempotency-Key',
    'X-Request-Id',
    'X-Next-Page-Token',
    'Access-Control-Allow-Origin',
    'WWW-Authenticate',
    'Sec-WebSocket-Key',
    'ETag',
  ])('keeps the header %s', (name) => {
    expect(overheard({ request: request({ headers: [[name, 'plain-value']] }) })).toContain('plain-value');
  });

  it.each([
    'access_token',
    'api_key',
    'apikey',
    'client_secret',
    'X-Amz-Signature',
    'sig',
    'password',
    'sessionId',
  ])('is recorded without the query parameter %s', (name) => {
    expect(overheard({ request: request({ target: `/x?a=1&${name}=PLANTEDvalue` }) })).not.toContain('PLANTED');
  });

  it.each([
    'access_token',
    'refreshToken',
    'id_token',
    'password',
    'newPassword',
    'client_secret',
    'apiKey',
    'private_key',
    'jwt',
  ])('is recorded without the member %s', (name) => {
    expect(overheard(answering(JSON.stringify({ a: { [name]: 'PLANTEDvalue' } })))).not.toContain('PLANTED');
  });

  it.each([
    'token_type',
    'next_page_token',
    'nextToken',
    'max_tokens',
    'sort_key',
    'public_key',
    'key',
    'idempotency_key',
    'password_length',
  ])('keeps the member %s', (name) => {
    expect(
      bodyOf(
        redactorWith({ usualNames: true }).redactExchange(
          exchange(answering(JSON.stringify({ [name]: 'plain-value' }))),
        ),
      ),
    ).toContain('plain-value');
  });

  it('is recorded without the password of Basic credentials wherever else it occurs', () => {
    const line = overheard({
      request: request({
        headers: [['Authorization', `Basic ${Buffer.from('ann:PLANTEDpassword').toString('base64')}`]],
      }),
      ...answering('{"echo":"PLANTEDpassword"}'),
    });
    expect(line).not.toContain('PLANTED');
  });

  it('is recorded without a password in a URL', () => {
    expect(overheard(answering('{"next":"http://ann:PLANTEDpw@host/x"}'))).not.toContain('PLANTED');
  });
});

describe('an entry other than an exchange', () => {
  it('is recorded without a key in the run id and in a leftover', () => {
    const redactor = redactorWith();
    const run = redactEntry(
      {
        kind: 'run',
        format: 1,
        tool: 't',
        run: `r-${KEY}`,
        target: { name: 'n', origin: 'http://a:PLANTEDpw@h', profile: 'p' },
        seed: 0,
        shard: null,
        contracts: '',
        whole: true,
      },
      redactor,
    );
    const end = redactEntry(
      {
        kind: 'end',
        interrupted: null,
        bailed: false,
        created: 1,
        removed: 0,
        durationMs: 0,
        leftovers: [{ madeBy: 'a/b/c', operation: 'things.delete', with: { a: [KEY] }, reason: KEY }],
      },
      redactor,
    );
    const text = JSON.stringify([run, end]);
    expect(text).not.toContain('main&');
    expect(text).not.toContain('PLANTED');
  });
});
