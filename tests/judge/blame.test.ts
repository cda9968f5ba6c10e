import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../src/model/suite.ts';
import { errorResponse, findingsFor, GOOD_THING, type Parts, response } from './builders.ts';
import { blaming, findingsOfAll } from './generated.ts';

const REFUSED: Partial<Expectation> = { status: [404, 409] };

function refusal(parts: Parts): Parts {
  return blaming('accepted-invalid', { expect: REFUSED, ...parts }, { says: 'a call without "name" is rejected' });
}

describe('a step with a blame', () => {
  it('has a finding with the promise, the expected status and the observed status', async () => {
    const [finding, ...others] = await findingsFor(refusal({ response: response(201, GOOD_THING) }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'accepted-invalid',
      field: null,
      expected: 'a call without "name" is rejected (404, 409)',
      observed: '201',
      evidence: { pointer: '/response/status' },
    });
  });

  it('has a finding about the field of the blame, not of the mismatch', async () => {
    const parts = blaming('field-ignored', { expect: { body: { name: 'pan' } } }, { field: 'title' });
    expect(await findingsFor(parts)).toMatchObject([{ kind: 'field-ignored', field: 'title', observed: '"pot"' }]);
  });

  it('has a finding about the place of the mismatch if the blame has no field', async () => {
    const parts = blaming('field-ignored', { expect: { body: { name: 'pan' } } });
    expect(await findingsFor(parts)).toMatchObject([
      { kind: 'field-ignored', field: '/name', expected: 'it holds ("pan")', observed: '"pot"' },
    ]);
  });

  it('blames the faulty operation if another operation shows the fault', async () => {
    const parts = blaming('field-ignored', { expect: { body: { name: 'pan' } } }, { operation: 'things.update' });
    expect(await findingsFor(parts)).toMatchObject([{ kind: 'field-ignored', operation: 'things.update' }]);
  });

  it('joins several values into one finding', async () => {
    const parts = blaming('field-ignored', { expect: { body: { name: 'pan', id: 'thing_2' } } });
    expect(await findingsFor(parts)).toMatchObject([
      { kind: 'field-ignored', expected: 'it holds (/id: "thing_2", /name: "pan")' },
    ]);
  });

  it('blames another error code', async () => {
    const parts = blaming('not-idempotent', {
      response: errorResponse(409, 'box_full'),
      expect: { error: 'name_taken' },
    });
    expect(await findingsFor(parts)).toMatchObject([{ kind: 'not-idempotent', observed: '"box_full"' }]);
  });

  it('does not count a rejection with another error code as accepted', async () => {
    const parts = blaming('accepted-invalid', {
      response: errorResponse(409, 'box_full'),
      expect: { error: 'name_taken' },
    });
    expect(await findingsFor(parts)).toMatchObject([{ kind: 'error-code-mismatch' }]);
  });

  it.each([
    ['a server error', { response: errorResponse(500, 'x') }, 'server-error'],
    ['no answer', { response: null, failure: { code: 'timeout', message: 'm' } }, 'no-response'],
    ['an unknown route', { response: errorResponse(404, 'no_route') }, 'operation-absent'],
    ['an undeclared refusal of an expected one', { response: errorResponse(418, 'x') }, 'status-undeclared'],
  ] as const)('does not blame %s', async (_title, parts, kind) => {
    expect((await findingsFor(refusal(parts))).map((finding) => finding.kind)).toEqual([kind]);
  });

  it.each([
    ['reports another status than declared', 409, ['status-mismatch']],
    ['blames a success', 201, ['auth-not-enforced']],
  ])('that tests a credential %s', async (_title, status, kinds) => {
    const given = status < 300 ? response(status, GOOD_THING) : errorResponse(status, 'box_full');
    const found = await findingsFor(blaming('auth-not-enforced', { expect: { status: [404] }, response: given }));
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    ['is silent about an undeclared rejection', errorResponse(418, 'x'), []],
    ['is silent about a redirection', response(302, null), []],
    ['blames a success', response(201, GOOD_THING), ['auth-not-enforced']],
    ['blames an undeclared success', response(200, GOOD_THING), ['auth-not-enforced']],
    ['reports a server error', errorResponse(500, 'x'), ['server-error']],
  ])('that expects any rejection without a credential %s', async (_title, given, kinds) => {
    const found = await findingsFor(
      blaming('auth-not-enforced', { expect: { status: ['3XX', '4XX'] }, response: given }),
    );
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('blames an undeclared success where a rejection was expected', async () => {
    const found = await findingsFor(refusal({ response: response(200, GOOD_THING) }));
    expect(found).toMatchObject([{ kind: 'accepted-invalid', observed: '200' }]);
  });

  it('blames an undeclared rejection where a success was expected', async () => {
    const found = await findingsFor(blaming('rejected-valid', { response: errorResponse(422, 'bad') }));
    expect(found).toMatchObject([{ kind: 'rejected-valid', expected: 'it holds (201, 204)', observed: '422 (bad)' }]);
  });

  it('does not hide other problems of the response', async () => {
    const found = await findingsFor(refusal({ response: response(201, { id: 'thing_1' }) }));
    expect(found.map(({ kind }) => kind)).toEqual(['accepted-invalid', 'response-field-missing']);
  });

  it('is not flaky if polling found another state before the expected one', async () => {
    const expected = { body: { name: 'pan' } };
    const calls = [
      ['make', blaming('field-ignored', { expect: expected, superseded: true, polling: true })],
      ['make', blaming('field-ignored', { expect: expected, response: response(201, { id: 'thing_1', name: 'pan' }) })],
    ] as const;
    expect(await findingsOfAll({ calls })).toEqual([]);
  });
});

describe('the fingerprint of a blamed finding', () => {
  const fired = (address: string, field: string) => ({
    address,
    calls: [['make', blaming('accepted-invalid', { expect: REFUSED }, { field })]] as const,
  });

  it('is the same for scenarios of one family and field', async () => {
    const found = await findingsOfAll(fired('probe/name.as-list', 'name'), fired('probe/name.as-number', 'name'));
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  it.each([
    ['another family', fired('probe/name.missing', 'name')],
    ['another field', fired('probe/size.as-list', 'size')],
  ])('differs for %s', async (_title, other) => {
    const found = await findingsOfAll(fired('probe/name.as-list', 'name'), other);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});
