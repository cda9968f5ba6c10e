import { describe, expect, it } from 'vitest';
import { makeMatrix } from '../../../src/audit/lattice/make-matrix.ts';
import type { Surface, SurfaceField } from '../../../src/model/surface.ts';

const AT = { file: 'a', line: 1, excerpt: '' };

function surface(source: string, location: 'body' | 'header', changes: Partial<Surface> = {}): Surface {
  const field: SurfaceField = {
    ...{ name: 'key', type: 'string', required: false, at: AT },
    place: location === 'body' ? { location, name: '/key' } : { location, name: 'Key' },
  };
  const operation = { id: 'orders.pay', request: { method: 'POST', path: '/orders' }, names: [`${source}.pay`] };
  return {
    ...{ source, complete: { operations: true, fields: true }, remarks: [] },
    operations: [{ ...operation, fields: [field], answers: null, errors: null, lifecycle: 'shipped', at: AT }],
    ...changes,
  };
}

describe('the matrix', () => {
  it('highlights the source that differs with its statement about a field', () => {
    const { sources, operations } = makeMatrix(
      [surface('contract', 'body'), surface('openapi:a', 'body'), surface('client:acme', 'header')],
      {},
    );
    expect(sources).toEqual(['contract', 'openapi:a', 'client:acme']);
    expect(operations[0]).toMatchObject({ name: 'orders.pay', cells: ['yes', 'yes', 'client:acme.pay'], why: [] });
    expect(operations[0]?.fields[0]).toMatchObject({
      cells: ['body key · string · optional', 'body key · string · optional', 'header Key · string · optional'],
      odd: [false, false, true],
      split: false,
    });
    expect(operations[0]?.fields[0]?.why.join()).toContain('client:acme says header Key');
  });

  it('highlights nothing if all sources agree', () => {
    const { operations } = makeMatrix([surface('contract', 'body'), surface('client:acme', 'body')], {});
    expect([...(operations[0]?.odd ?? []), ...(operations[0]?.fields[0]?.odd ?? [])]).not.toContain(true);
  });

  it('marks a source that lacks an operation', () => {
    const sources = [
      surface('contract', 'body'),
      surface('openapi:a', 'body'),
      surface('client:acme', 'body', { operations: [] }),
    ];
    const [row] = makeMatrix(sources, {}).operations;
    expect(row).toMatchObject({ cells: ['yes', 'yes', null], odd: [false, false, true] });
    expect(makeMatrix(sources, { isMeant: (source) => source !== 'client:acme' }).operations[0]?.odd).not.toContain(
      true,
    );
  });
});
