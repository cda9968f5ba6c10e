import { describe, expect, it } from 'vitest';
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
      json: send(given) as JsonObject, // only plain values are given
    }),
    further: [further] as never, // the purposes below are those of a trace
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

  it('is reported if a boolean arrives inverted', async () => {
    const inverted = ({ notify }: Given): Given => (notify === undefined ? {} : { notify: notify !== true });
    expect(await kinds(inverted, off)).toEqual([['value-changed', 'notify']]);
  });

  it('is reported if it changes the query', async () => {
    expect(await kinds((given) => given, odd)).toEqual([['serialization-differs', 'cursor']]);
  });
});
