import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/model/contract.ts';
import type { Json } from '../../src/model/json.ts';
import { contract, errorResponse, field, findingsFor, type Parts, response, spec } from './builders.ts';

/** Writes each finding as one line, such as `kind field: expected → observed`. */
async function said(parts: Parts, fields: readonly Field[] = FIELDS): Promise<readonly string[]> {
  const operation = contract({ path: '/things', fields, responses: [spec(200, { body: {} })] });
  const found = await findingsFor({ with: {}, response: response(200, {}), ...parts }, operation);
  return found.map((finding) => `${finding.kind} ${finding.field}: ${finding.expected} → ${finding.observed}`);
}

function body(value: Json): Parts {
  return { request: { headers: [JSON_TYPE], body: Buffer.from(JSON.stringify(value)) } };
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

const FIELDS = [
  field('idempotency_key', 'body'),
  field('worker_id', 'header', { place: { location: 'header', name: 'X-Worker-Id' } }),
  field('page_size', 'query', { schema: { type: 'integer' } }),
  field('schedule', 'body', {
    schema: { type: 'object', properties: { cron: { type: 'string' } }, required: ['cron'] },
    fields: [
      field('schedule.cron', 'body', { place: { location: 'body', name: '/schedule/cron' }, required: true }),
      field('schedule.zone', 'body', { place: { location: 'body', name: '/schedule/zone' } }),
    ],
  }),
  field('target', 'body', { schema: { type: 'object', properties: { url: { type: 'string' } } } }),
  field('callback_url', 'body'),
];

describe('a field at the wrong location', () => {
  it.each<[string, Parts, string]>([
    [
      'as a header in Train-Case',
      { header: ['Idempotency-Key', 'k'] },
      'idempotency_key: body idempotency_key → header Idempotency-Key',
    ],
    [
      'as a header with X-',
      { header: ['x-idempotency-key', 'k'] },
      'idempotency_key: body idempotency_key → header x-idempotency-key',
    ],
    [
      "as a header with the vendor's name",
      { header: ['X-Acme-Idempotency-Key', 'k'] },
      'idempotency_key: body idempotency_key → header X-Acme-Idempotency-Key',
    ],
    [
      'in the query in camelCase',
      { request: { target: '/things?idempotencyKey=k' } },
      'idempotency_key: body idempotency_key → query idempotencyKey',
    ],
    [
      'in a cookie',
      { header: ['Cookie', 'idempotency-key=k'] },
      'idempotency_key: body idempotency_key → cookie idempotency-key',
    ],
    ['in the body in place of a header', body({ worker_id: 'w' }), 'worker_id: header X-Worker-Id → body worker_id'],
    [
      'in the query in place of a header',
      { request: { target: '/things?worker_id=w' } },
      'worker_id: header X-Worker-Id → query worker_id',
    ],
    ['as a header without its X-', { header: ['Worker-Id', 'w'] }, 'worker_id: header X-Worker-Id → header Worker-Id'],
    ['in the body in place of the query', body({ pageSize: 5 }), 'page_size: query page_size → body pageSize'],
    [
      'with another spelling at the right location',
      body({ idempotencyKey: 'k' }),
      'idempotency_key: body idempotency_key → body idempotencyKey',
    ],
    [
      'with brackets',
      { request: { target: '/things?page_size[]=5' } },
      'page_size: query page_size → query page_size[]',
    ],
    [
      'at the top level, although it is declared in an object',
      body({ cron: '*' }),
      'schedule.cron: body /schedule/cron → body cron',
    ],
    [
      'in an object, although it is declared at the top level',
      body({ callback: { url: 'u' } }),
      'callback_url: body callback_url → body /callback/url',
    ],
    [
      'in an undeclared object around all fields',
      body({ data: { idempotency_key: 'k' } }),
      'idempotency_key: body idempotency_key → body /data/idempotency_key',
    ],
    [
      'in a declared object',
      body({ target: { idempotency_key: 'k' } }),
      'idempotency_key: body idempotency_key → body /target/idempotency_key',
    ],
  ])('%s is one finding with both locations', async (_title, parts, text) => {
    expect(await said(parts)).toEqual([`field-misplaced ${text}`]);
  });

  it('is not reported as a missing required field too', async () => {
    const required = [
      field('worker_id', 'header', { required: true, place: { location: 'header', name: 'X-Worker-Id' } }),
      field('a', 'body'),
    ];
    expect(await said(body({ worker_id: 'w' }), required)).toEqual([
      'field-misplaced worker_id: header X-Worker-Id → body worker_id',
    ]);
  });

  it('explains the undeclared object around it, but not the other members of this object', async () => {
    expect(await said(body({ data: { idempotency_key: 'k', color: 'red' } }))).toEqual([
      'field-misplaced idempotency_key: body idempotency_key → body /data/idempotency_key',
      'field-undeclared data.color: nothing → body /data/color: string "red"',
    ]);
  });

  it('is undeclared if the field is sent at the right location too', async () => {
    const both: Parts = { with: { idempotency_key: 'k' }, header: ['Idempotency-Key', 'k'] };
    expect(await said(both)).toEqual([
      'field-undeclared Idempotency-Key: nothing → header Idempotency-Key: string "k"',
    ]);
  });

  it('has its locations as data', async () => {
    const operation = contract({ path: '/things', fields: FIELDS, responses: [spec(200, { body: {} })] });
    const [found] = await findingsFor(
      { with: {}, header: ['Idempotency-Key', 'k'], response: response(200, {}) },
      operation,
    );
    expect(found?.places).toEqual({
      declared: { location: 'body', name: 'idempotency_key' },
      sent: { location: 'header', name: 'Idempotency-Key' },
    });
    expect(found?.evidence).toMatchObject({ pointer: '/request/headers/Idempotency-Key', excerpt: 'k' });
  });

  it('is not assumed for a name that is only similar', async () => {
    expect(await said(body({ hook: { cron_url: 'x' } }))).toEqual([
      'field-undeclared hook: nothing → body hook: object {…}',
    ]);
  });
});

describe('a request', () => {
  it.each<[string, Parts, readonly string[]]>([
    [
      'with all declared fields',
      { with: { idempotency_key: 'k', page_size: 5, schedule: { cron: '*' }, target: { url: 'u' } } },
      [],
    ],
    [
      'without a member of a sent object',
      body({ schedule: {} }),
      ['field-missing schedule.cron: body /schedule/cron → nothing'],
    ],
    [
      'with an undeclared member of a field',
      body({ schedule: { cron: '*', color: 1 } }),
      ['field-undeclared schedule.color: nothing → body /schedule/color: integer 1'],
    ],
    [
      'with an undeclared member of a member',
      body({ target: { urls: [] } }),
      ['field-undeclared target.urls: nothing → body /target/urls: list of 0'],
    ],
    [
      'with another type of a member',
      body({ target: { url: 5 } }),
      ['field-type-changed target.url: string → integer 5'],
    ],
    [
      'with a text in place of a number',
      { with: { page_size: 'ten' } },
      ['field-type-changed page_size: integer → string "ten"'],
    ],
    [
      'with a value given twice',
      { request: { target: '/things?page_size=1&page_size=2' } },
      ['field-type-changed page_size: integer → list of 2'],
    ],
    ['that is a list', body([1]), ['field-type-changed null: object → list of 1']],
    [
      'with truncated JSON',
      { request: { headers: [JSON_TYPE], body: Buffer.from('{') } },
      ['field-type-changed null: JSON → application/json {'],
    ],
    [
      'with another content type',
      { request: { headers: [['Content-Type', 'text/plain']], body: Buffer.from('{}') } },
      ['field-value-invalid Content-Type: application/json → text/plain'],
    ],
    [
      'with a repeated member',
      { request: { headers: [JSON_TYPE], body: Buffer.from('{"target":{"url":"a","url":"b"}}') } },
      ['field-value-invalid target.url: only one member with this name → several'],
    ],
    [
      'with redacted values',
      body({ idempotency_key: '[redacted:0123abcd]', target: { url: '[redacted:0123abcd]' } }),
      [],
    ],
  ])('%s', async (_title, parts, texts) => {
    expect(await said(parts)).toEqual(texts);
  });

  it('is judged independently of the response', async () => {
    const parts: Parts = { sent: { name: 5 }, response: errorResponse(404, 'box_not_found') };
    expect((await findingsFor(parts)).map(({ kind }) => kind)).toEqual(['status-mismatch', 'field-type-changed']);
    expect(
      (
        await findingsFor({ sent: { name: 5 }, response: null, failure: { code: 'connection-reset', message: 'm' } })
      ).map(({ kind }) => kind),
    ).toEqual(['no-response', 'field-type-changed']);
  });

  it('is not judged if it violates the contract on purpose', async () => {
    expect(await findingsFor({ sent: { name: 5, x: 1 }, asked: { invalid: true } })).toEqual([]);
  });

  it('may contain only the headers of its credentials', async () => {
    expect(await findingsFor({ header: ['X-Api-Key', 'k'] })).toEqual([]);
    expect(await findingsFor({ header: ['X-Api-Key', 'k'] }, contract({ auth: [] }))).toEqual([]);
    const other = await findingsFor({ header: ['X-Api-Key', 'k'], asked: { auth: null } }, contract({ auth: [] }));
    expect(other.map(({ kind, field: name }) => [kind, name])).toEqual([['field-undeclared', 'X-Api-Key']]);
  });

  it('may contain several lines of one header only for a declared list', async () => {
    const tags = (type: string) => [
      field('tags', 'header', { place: { location: 'header', name: 'X-Tags' }, schema: { type } }),
    ];
    const parts = {
      overheard: true,
      request: {
        headers: [
          ['X-Api-Key', 'k'],
          ['X-Tags', 'a'],
          ['x-tags', 'b'],
        ],
      },
    } as const;
    expect(await said(parts, tags('array'))).toEqual([]);
    expect(await said(parts, tags('string'))).toContain('header-duplicated X-Tags: one header → 2 headers: a and b');
  });

  it('must not contain a field of another profile', async () => {
    const found = await findingsFor({ sent: { name: 'pot', secret_box: 's' } });
    expect(found.map(({ kind, field: name }) => [kind, name])).toEqual([['field-undeclared', 'secret_box']]);
  });
});
