import { describe, expect, it } from 'vitest';
import { findOperation } from '../../src/wire/find-operation.ts';
import { compileRoutes, matchRoute, pathParams } from '../../src/wire/match-route.ts';
import { contract } from './builders.ts';

const PATHS = [
  '/v1/runs/{id}',
  '/v1/runs/claimable',
  '/v1/runs/{id}/fire',
  '/v1/{kind}/{id}/fire',
  '/v1/agents/{ref}',
  '/v1/agents/{slug}@{user}',
  '/',
];
const routes = compileRoutes(PATHS.map((path) => contract(path, [], { id: path, method: 'GET' })));

describe('a route', () => {
  it.each([
    ['/v1/runs/claimable', '/v1/runs/claimable', {}],
    ['/v1/runs/claimable?x=/v1', '/v1/runs/claimable', {}],
    ['/v1/runs/7', '/v1/runs/{id}', { id: '7' }],
    ['/v1/runs/a%2Fb', '/v1/runs/{id}', { id: 'a/b' }],
    ['/v1/runs/%zz', '/v1/runs/{id}', { id: '%zz' }],
    ['/v1/runs/claimable/fire', '/v1/runs/{id}/fire', { id: 'claimable' }],
    ['/v1/other/7/fire', '/v1/{kind}/{id}/fire', { kind: 'other', id: '7' }],
    ['/v1/agents/agt_1', '/v1/agents/{ref}', { ref: 'agt_1' }],
    ['/v1/agents/bob@amy', '/v1/agents/{slug}@{user}', { slug: 'bob', user: 'amy' }],
    ['/v1/agents/bob%40amy', '/v1/agents/{slug}@{user}', { slug: 'bob', user: 'amy' }],
    ['/v1/agents/b%40b@amy', '/v1/agents/{slug}@{user}', { slug: 'b@b', user: 'amy' }],
    ['/v1/run%73/7', '/v1/runs/{id}', { id: '7' }],
    ['/', '/', {}],
  ])('of %s is %s', (target, path, params) => {
    const found = matchRoute(routes, 'GET', target);
    expect(found?.contract.path).toBe(path);
    expect(found?.params).toEqual(params);
  });

  it.each([
    '/v1/runs/',
    '/v1/runs/7/',
    '/v1/runs//fire',
    '/v1/runs',
    '/V1/runs/7',
    '/v1/x/../runs/7',
    '',
  ])('is not found for %j', (target) => {
    expect(matchRoute(routes, 'GET', target)).toBeNull();
  });

  it('is not found for another method', () => {
    expect(matchRoute(routes, 'POST', '/v1/runs/7')).toBeNull();
  });
});

it('reads path values below a base path', () => {
  expect(pathParams(contract('/things/{id}'), '/api/v2/things/7?a=1')).toEqual({ id: '7' });
  expect(pathParams(contract('/things/{id}'), '/api/v2/thing/7')).toBeNull();
});

describe('an operation behind a base path', () => {
  const found = (target: string) => findOperation(routes, 'GET', target)?.path;

  it('is found at any path below a known base path', () => {
    const short = compileRoutes([contract('/token', [], { id: 'token', method: 'GET' })]);
    expect(findOperation(short, 'GET', '/api/token')).toBeNull();
    expect(findOperation(short, 'GET', '/api/token?x=1', '/api')?.path).toBe('/token');
  });

  it('is found if the path of a contract follows the base path', () => {
    expect(found('/api/v1/runs/7')).toBe('/v1/runs/{id}');
    expect(found('//v1/runs/7')).toBe('/v1/runs/{id}');
  });

  it('is not found if the base path has an empty segment', () => {
    expect(found('/orgs//v1/runs/7')).toBeUndefined();
  });
});
