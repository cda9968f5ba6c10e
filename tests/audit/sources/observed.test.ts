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

describe('what a server was seen to do', () => {
  it('is named by its target and denies nothing', () => {
    const surface = observe({});
    expect([surface.source, surface.complete]).toEqual(['observed:staging', { operations: false, fields: false }]);
  });

  it('has the fields of requests that were accepted, at their places', () => {
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

  it('has no fields of a request that was refused, but its error', () => {
    const [operation] = observe({ response: errorResponse(409, 'name_taken') }).operations;
    expect([operation?.fields, operation?.answers, operation?.errors]).toEqual([
      [],
      null,
      [{ status: 409, code: 'name_taken' }],
    ]);
  });

  it('lacks an operation that answered as a route that does not exist', () => {
    expect(observe({ response: errorResponse(404, 'no_route') }).operations).toEqual([]);
    expect(observe({ response: errorResponse(404, 'box_not_found') }).operations.map(({ id }) => id)).toEqual([
      'things.make',
    ]);
  });

  it('has the members of answers with every type they were seen with', () => {
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

  it('tells an old recording from a new one', () => {
    const types = (body: unknown) =>
      observe({ response: response(201, body) })
        .answerTypes.get('things.make')
        ?.get('/body_received');
    expect([types({ body_received: {} }), types({ body_received: '' })]).toEqual([['object'], ['string']]);
  });

  it('names a request of no contract by its method and path', () => {
    const request = { method: 'GET', target: '/v1/unheard?x=1', headers: [], body: null };
    const [operation] = observe({ operation: 'undocumented', request }).operations;
    expect([operation?.id, operation?.fields.map(({ name }) => name)]).toEqual(['GET /v1/unheard', ['x']]);
  });

  it('leaves out answers that are the recorder own, and attempts that were superseded', () => {
    const surface = observe({ unjudgedAnswer: true }, { superseded: true, response: response(201, { odd: 1 }) });
    expect(surface.operations[0]?.answers).toEqual([]);
  });
});
