import { describe, expect, it } from 'vitest';
import { formatSurface } from '../../src/surface/format-surface.ts';
import { readClient } from '../../src/surface/read-client.ts';
import { asThing, errorAnswer, type FakeClient, make, rightRequest, traceOf } from '../judge/client/builders.ts';
import { CONTRACTS, parameter } from './builders.ts';

function snapshot(fake: FakeClient): string {
  return formatSurface(readClient(traceOf(fake), CONTRACTS), {
    source: { commit: null, dirty: false },
    covers: { 'things.make': { methods: ['make'], lacks: [] } },
    drift: { 'things.make field-misplaced': ['name'] },
  });
}

describe('formatSurface', () => {
  it('shows requests, the place of each argument, fixed values, defaults and errors', () => {
    const text = snapshot({
      methods: [
        make({
          parameters: [
            ...make().parameters.map((each) =>
              each.name === 'idempotency_key' ? { ...each, declared: 'Optional[str]' } : each,
            ),
            parameter('retries', { type: { kind: 'integer' } }),
          ],
          send: (given) => rightRequest({ ...given, worker_id: given.worker_id ?? 'me' }, { body: { source: 'sdk' } }),
          further: [errorAnswer(409, 'name_taken'), errorAnswer(404, 'box_not_found')],
        }),
        { kind: 'blocked', method: 'close', reason: 'the method sent no request', local: true },
        { kind: 'blocked', method: 'things.odd', reason: 'no request in 3 calls', local: false },
      ],
      description: { versions: [{ source: 'pyproject.toml', version: '1.4.0' }] },
    });
    expect(text).toBe(`# What \`parity trace acme\` learnt. Generated: \`parity trace acme --update\` writes it anew.
format: 2
client: acme
profile: full
source:
  commit: null
  dirty: false
versions:
  pyproject.toml: 1.4.0
raises:
  "404": acme.ApiError
  "409": acme.ApiError
methods:
  close:
    sends: []
  things.make:
    sends:
      - things.make
    arguments:
      box_id: path box_id
      name: body name
      idempotency_key?: body idempotency_key (Optional[str])
      limits?: body limits
      worker_id?: header X-Worker-Id
      page?: query page
      retries?: client-side
    defaults:
      header X-Worker-Id: me
    fixed:
      body source: sdk
  things.odd:
    blocked: no request in 3 calls
covers:
  things.make: { methods: [ make ], lacks: [] }
drift:
  things.make field-misplaced: [ name ]
`);
  });

  it('writes a repeated request as one line, however often the client sent it', () => {
    const times = (count: number) =>
      snapshot({ methods: [make({ send: (given) => Array.from({ length: count }, () => rightRequest(given)) })] });
    expect(times(3)).toContain('    sends:\n      - things.make, repeatedly\n    arguments:');
    expect(times(101)).toBe(times(3));
  });

  it('returns the same bytes for every order of the methods', () => {
    const [a, b] = [make(), make({ name: 'things.again' })];
    expect(snapshot({ methods: [b, a] })).toBe(snapshot({ methods: [a, b] }));
  });

  it('lists the errors that most methods raise once, and only the differences of each method', () => {
    const odd = make({
      name: 'things.odd',
      outcome: (answer) => (answer.status < 400 ? asThing(answer) : { kind: 'returned', value: null }),
      further: [errorAnswer(404, 'box_not_found'), errorAnswer(409, 'name_taken')],
    });
    const usual = ['a', 'b'].map((name) => make({ name, further: [errorAnswer(404, 'box_not_found')] }));
    const text = snapshot({ methods: [...usual, odd] });
    expect(text).toContain('raises:\n  "404": acme.ApiError\n  "409": "nothing: it returns"\nmethods:');
    expect(text).toMatch(/things\.odd:[\s\S]*\n {4}raises:\n {6}"404": "nothing: it returns"\ncovers:/);
  });

  it('shows an undocumented request without made-up values', () => {
    const text = snapshot({
      methods: [{ name: 'odd', parameters: [], send: () => ({ method: 'GET', target: '/health?x=1' }) }],
    });
    expect(text).toContain('- GET /health (undocumented)');
  });

  it('shows which other argument an argument needs', () => {
    const method = make({
      send: ({ idempotency_key: key, ...given }) =>
        rightRequest(given.worker_id === undefined || key === undefined ? given : { ...given, idempotency_key: key }),
      further: [
        {
          purpose: { kind: 'pair', argument: 'idempotency_key', with: 'worker_id' },
          given: { idempotency_key: 'pw-idempotency-key-z', worker_id: 'pw-worker-id-z' },
        },
      ],
    });
    expect(snapshot({ methods: [method] })).toContain('idempotency_key?: body idempotency_key, with worker_id');
  });
});
