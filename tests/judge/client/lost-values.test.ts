import { describe, expect, it } from 'vitest';
import type { TypeHint } from '../../../src/model/driver.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { parameter } from '../../surface/builders.ts';
import { contract, contractSet, field } from '../builders.ts';
import { BOX, findingsIn, type Given, judged, make } from './builders.ts';

const contracts = contractSet(
  contract({
    fields: [
      field('box_id', 'path'),
      field('notify', 'body', { schema: { type: 'boolean' } }),
      field('cursor', 'query'),
    ],
  }),
);

async function kinds(send: (given: Given) => Given, further: { purpose: object; given: Given }): Promise<unknown> {
  const method = make({
    parameters: [BOX, parameter('notify', { type: { kind: 'boolean' } }), parameter('cursor')],
    send: ({ box_id, cursor, ...given }) => ({
      target: `/v1/boxes/${box_id}/things${cursor === undefined ? '' : `?cursor=${cursor}`}`,
      json: send(given) as JsonObject, // safe cast: the tests give only JSON values
    }),
    further: [further] as never, // safe cast: each test gives a valid purpose
  });
  return findingsIn(await judged({ methods: [method], contracts })).map((each) => [each.kind, each.field]);
}

describe('a value that a caller passes', () => {
  const off = { purpose: { kind: 'form', argument: 'notify', form: 'other-boolean' }, given: { notify: false } };
  const odd = {
    purpose: { kind: 'form', argument: 'cursor', form: 'reserved-characters' },
    given: { cursor: 'pw%26a' },
  };

  it('is reported if false is lost', async () => {
    expect(await kinds(({ notify }) => (notify ? { notify } : ({} as Given)), off)).toEqual([
      ['argument-dropped', 'notify'],
    ]);
    expect(await kinds((given) => given, off)).toEqual([]);
  });

  it.each([
    ['count', 'zero', 0],
    ['meta', 'empty-map', {}],
  ] as const)('is reported if %s is lost because it is %s', async (name, form, value) => {
    const set = contractSet(
      contract({
        fields: [
          field('box_id', 'path'),
          field('count', 'body', { schema: { type: 'integer' } }),
          field('meta', 'body', { schema: { type: 'object', additionalProperties: { type: 'string' } } }),
        ],
      }),
    );
    const types: { readonly [name: string]: TypeHint } = {
      count: { kind: 'integer' },
      meta: { kind: 'map', of: { kind: 'string' } },
    };
    const method = (isSent: (given: unknown) => boolean) =>
      make({
        parameters: [BOX, ...Object.entries(types).map(([each, type]) => parameter(each, { type }))],
        send: ({ box_id, ...given }) => ({
          target: `/v1/boxes/${box_id}/things`,
          json: Object.fromEntries(Object.entries(given).filter(([, each]) => isSent(each))) as JsonObject, // plain values
        }),
        further: [{ purpose: { kind: 'form', argument: name, form }, given: { [name]: value } }],
      });
    const isTruthy = (given: unknown) =>
      typeof given === 'object' ? Object.keys(Object(given)).length > 0 : given !== 0;
    const lost = findingsIn(await judged({ methods: [method(isTruthy)], contracts: set }));
    expect(lost.map((each) => [each.kind, each.field])).toEqual([['argument-dropped', name]]);
    expect(findingsIn(await judged({ methods: [method(() => true)], contracts: set }))).toEqual([]);
  });

  it('is reported if a boolean arrives inverted', async () => {
    const inverted = ({ notify }: Given): Given => (notify === undefined ? {} : { notify: notify !== true });
    expect(await kinds(inverted, off)).toEqual([['value-changed', 'notify']]);
  });

  it('is reported if its reserved characters change the query', async () => {
    expect(await kinds((given) => given, odd)).toEqual([['serialization-differs', 'cursor']]);
  });
});
