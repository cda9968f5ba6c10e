import { describe, expect, it } from 'vitest';
import { observedSurface } from '../../../src/audit/sources/observed.ts';
import { contract, contractSet, errorResponse, exchange, type Parts, response } from '../../judge/builders.ts';

function observe(...parts: readonly Parts[]) {
  const contracts = contractSet(contract());
  return observedSurface(
    parts.map((each) => exchange(each)),
    { target: 'staging', contracts },
  );
}

describe('the observed surface of a server', () => {
  it('has the name of the target, and is not complete', () => {
    const surface = observe({});
    expect([surface.source, surface.complete]).toEqual(['observed:staging', { operations: false, fields: false }]);
  });

  it('contains the fields of accepted requests, at their places', () => {
    const [operation] = observe({
      with: { box_id: 'b1', name: 'pot', worker_id: 'w', page: 2 },
    }).operations;
    expect(
      operation?.fields.map(({ place, name, type }) => `${place?.location} ${place?.name} ${name} ${type}`),
    ).toEqual([
      'body /name name string',
      'header X-Worker-Id worker_id null',
      'path box_id box_id null',
      'query page page null',
    ]);
  });

  it('contains the error of a rejected request, and none of its fields', () => {
    const [operation] = observe({ response: errorResponse(409, 'name_taken') }).operations;
    expect([operation?.fields, operation?.answers, operation?.errors]).toEqual([
      [],
      null,
      [{ status: 409, code: 'name_taken' }],
    ]);
  });

  it('leaves out an operation whose response shows that the route is missing', () => {
    expect(observe({ response: errorResponse(404, 'no_route') }).operations).toEqual([]);
    expect(observe({ response: errorResponse(404, 'box_not_found') }).operations.map(({ id }) => id)).toEqual([
      'things.make',
    ]);
  });

  it('contains each response member with all its observed types', () => {
    const surface = observe(
      { response: response(201, { id: 'a', body_received: { x: 1 }, tags: [{ label: 'l' }] }) },
      { response: response(201, { id: 'b', body_received: 'text' }) },
    );
    expect(surface.operations[0]?.answers).toEqual([
      '/body_received',
      '/body_received/x',
      '/id',
      '/tags',
      '/tags/*',
      '/tags/*/label',
    ]);
    expect(surface.answerTypes.get('things.make')?.get('/body_received')).toEqual(['object', 'string']);
  });

  it('lists different types for an old and a new recording', () => {
    const types = (body: unknown) =>
      observe({ response: response(201, body) })
        .answerTypes.get('things.make')
        ?.get('/body_received');
    expect([types({ body_received: {} }), types({ body_received: '' })]).toEqual([['object'], ['string']]);
  });

  it('gives a request without a contract its method and path as id', () => {
    const request = { method: 'GET', target: '/v1/unheard?x=1', headers: [], body: null };
    const [operation] = observe({ operation: 'undocumented', request }).operations;
    expect([operation?.id, operation?.fields.map(({ name }) => name)]).toEqual(['GET /v1/unheard', ['x']]);
  });

  it("leaves out the recorder's own responses, and superseded attempts", () => {
    const surface = observe({ unjudgedAnswer: true }, { superseded: true, response: response(201, { odd: 1 }) });
    expect(surface.operations[0]?.answers).toEqual([]);
  });
});
