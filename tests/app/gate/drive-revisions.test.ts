import { describe, expect, it } from 'vitest';
import { standIn } from '../../../src/app/gate/drive-revisions.ts';
import { startRefused } from '../../../src/clients/driver/client-failed.ts';
import type { DriverError, MethodDescription } from '../../../src/model/driver.ts';
import type { Trace } from '../../../src/model/trace.ts';
import { aClient } from '../../clients/start-driver.ts';

const CONSTRUCTION: MethodDescription = {
  name: 'acme.Client',
  parameters: [{ name: 'base_url', required: true, type: { kind: 'string' } }],
};
const RENAMED: MethodDescription = {
  ...CONSTRUCTION,
  parameters: [{ name: 'url', required: true, type: { kind: 'string' } }],
};

const BASE: Trace = {
  start: {
    ...{ kind: 'trace', format: 2, tool: 'wireparity', client: 'acme', profile: 'full', contracts: '' },
    revision: null,
  },
  description: {
    ...{ protocol: 2, driver: 'python', runtime: '', errors: [], versions: [] },
    methods: [{ name: 'things.get', parameters: [] }],
    construction: CONSTRUCTION,
  },
  ...{ calls: [], blocked: [], contacts: [], cuts: [], end: null },
};

function refusal(more: Partial<DriverError>) {
  return startRefused(aClient(), { code: 'construct-failed', message: 'unexpected base_url', ...more }, []);
}

describe('a head that cannot be constructed as the base is', () => {
  it.each([
    ['its constructor has another parameter', { construction: RENAMED }, RENAMED],
    ['it has no such class', { missing: 'acme.Client' }, null],
  ])('is compared by description if %s, with every method blocked', (_, more, construction) => {
    const trace = standIn(BASE, refusal(more));
    expect(trace?.description.construction).toEqual(construction);
    expect(trace?.blocked).toEqual([
      {
        ...{ kind: 'blocked', method: 'things.get', local: false },
        reason: 'the client does not start: unexpected base_url',
      },
    ]);
  });

  it.each([
    ['the constructor is the same, so something else is wrong', refusal({ construction: CONSTRUCTION })],
    ['nothing is known about the constructor', refusal({})],
    ['another name is missing', refusal({ missing: 'acme.verify' })],
    ['the description is malformed', refusal(JSON.parse('{ "construction": { "name": 7 } }'))],
    ['the client was interrupted', new Error('interrupted')],
  ])('is not compared if %s', (_, error) => {
    expect(standIn(BASE, error)).toBeNull();
  });
});
