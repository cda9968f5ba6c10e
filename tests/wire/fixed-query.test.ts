import { describe, expect, it } from 'vitest';
import { decodeRequest } from '../../src/wire/decode-request.ts';
import { encodeRequest } from '../../src/wire/encode-request.ts';
import { findOperation } from '../../src/wire/find-operation.ts';
import { compileRoutes } from '../../src/wire/match-route.ts';
import { contract, field, request } from './builders.ts';

const GET = { method: 'GET' } as const;
const plain = contract('/runs/{id}', [field('id', 'path')], { ...GET, id: 'runs.get' });
const beta = contract('/runs/{id}', [field('id', 'path'), field('limit', 'query')], {
  ...{ ...GET, id: 'beta.get', fixedQuery: 'beta=true' },
});
const acl = contract('/runs/{id}', [], { ...GET, id: 'acl.get', fixedQuery: 'acl' });
const routes = compileRoutes([plain, beta, acl]);

describe('an operation with a fixed query', () => {
  it.each([
    ['/runs/7?beta=true', 'beta.get'],
    ['/runs/7?limit=3&beta=tru%65', 'beta.get'],
    ['http://localhost/v1/runs/7?beta=true', 'beta.get'],
    ['/runs/7?acl', 'acl.get'],
    ['/runs/7', 'runs.get'],
    ['/runs/7?beta=false', 'runs.get'],
    ['/runs/7?beta', 'runs.get'],
  ])('is found for %s only if the target contains its pairs', (target, id) => {
    expect(findOperation(routes, 'GET', target)?.id).toBe(id);
  });

  it('is not found without its pairs, even if no other operation has the path', () => {
    expect(findOperation(compileRoutes([beta]), 'GET', '/runs/7')).toBeNull();
  });

  it('is sent with its pairs', () => {
    const { target } = encodeRequest(beta, { id: '7', limit: 3 }, { profile: 'full' });
    expect(target).toBe('/runs/7?beta=true&limit=3');
  });

  it('has each of its pairs as a declared value, but only once', () => {
    const strays = (target: string) =>
      decodeRequest(beta, request({ ...GET, target }), { params: {}, profile: 'full', schemas: new Map() }).strays;
    expect(strays('/runs/7?beta=true&limit=3')).toEqual([]);
    expect(strays('/runs/7?beta=true&beta=false')).toEqual([
      { place: { location: 'query', name: 'beta' }, value: 'false' },
    ]);
  });
});
