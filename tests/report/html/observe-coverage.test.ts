import { describe, expect, it } from 'vitest';
import { coverageOf, createCoverage } from '../../../src/report/html/observe-coverage.ts';
import { contract, exchange, field, response, spec } from '../../judge/builders.ts';

const CONTRACT = contract({
  id: 'orders.create',
  path: '/v1/orders',
  fields: [field('name', 'body'), field('note', 'body'), field('page', 'query')],
  responses: [spec(201), spec(409)],
});

function covered(...calls: readonly (readonly [with_: Record<string, string>, status: number])[]) {
  const coverage = createCoverage(new Map([[CONTRACT.id, CONTRACT]]));
  for (const [given, status] of calls) {
    const one = exchange({ with: given, response: response(status) }, CONTRACT);
    coverage.add(one);
  }
  return coverageOf(CONTRACT, coverage.seen.get(CONTRACT.id));
}

describe('coverage', () => {
  it('names the fields that had only one value in all requests', () => {
    const { never, locations } = covered([{ name: 'a', note: 'same' }, 201], [{ name: 'b', note: 'same' }, 201]);
    expect(never).toEqual(['note', 'page']);
    expect(locations).toEqual([
      { location: 'query', varied: 0, of: 1 },
      { location: 'body', varied: 1, of: 2 },
    ]);
  });

  it('counts a field that was once absent as varied', () => {
    expect(covered([{ name: 'a' }, 201], [{}, 201]).never).not.toContain('name');
  });

  it('lists declared statuses that did not occur, and undeclared statuses that occurred', () => {
    expect(covered([{}, 201], [{}, 201], [{}, 500]).statuses).toEqual([
      { status: 201, declared: true, count: 2 },
      { status: 409, declared: true, count: 0 },
      { status: 500, declared: false, count: 1 },
    ]);
  });
});
