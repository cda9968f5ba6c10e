import { describe, expect, it } from 'vitest';
import { aField } from '../../builders.ts';
import { blameOf, lastLine, lines, scenariosOf } from './fixture.ts';

const PAGES = {
  kind: 'pagination',
  style: 'offset',
  items: '/things',
  key: '/id',
  limit: 'limit',
  offset: 'offset',
  total: '/total',
} as const;

describe('pagination', () => {
  it('creates items, reads all pages and expects each item once', () => {
    const walk = scenariosOf('things.list', PAGES)['each-once'];
    expect(lines(walk).filter((line) => line.includes('things.create'))).toHaveLength(5);
    expect(lines(walk).slice(-2)).toEqual([
      'page-2 things.list {"limit":2,"offset":2} -> {"things":{"$length":{"$lte":2}},"total":{"$gte":5}}',
      'page-3 things.list {"limit":2,"offset":4} -> {"things":{"$length":{"$lte":2}},"total":{"$gte":5}}',
    ]);
    expect(walk?.check).toMatchObject({
      check: 'each-once',
      pages: ['page-1', 'page-2', 'page-3'],
      items: '/things',
      key: '/id',
    });
  });

  it('follows a cursor, and creates an item between two pages', () => {
    const cases = scenariosOf('things.list', { ...PAGES, style: 'cursor', cursor: 'offset', next: '/next' });
    expect(lines(cases['each-once']).at(-1)).toContain('"offset":"${page-2.next}"');
    const ids = cases['stable-under-inserts']?.steps.map(({ id }) => id) ?? [];
    expect(ids.slice(-4)).toEqual(['page-1', 'extra-made-1', 'page-2', 'page-3']);
  });

  it('counts pages from 1', () => {
    const walk = scenariosOf('things.list', { ...PAGES, style: 'page', page: 'offset' })['each-once'];
    expect(
      lines(walk)
        .filter((line) => line.startsWith('page-'))
        .map((line) => line.split(' ')[2]),
    ).toEqual(['{"limit":2}', '{"limit":2,"offset":2}', '{"limit":2,"offset":3}']);
  });

  it('takes the next page from the Link header', () => {
    const walk = scenariosOf('things.list', { ...PAGES, style: 'link', cursor: 'offset' })['each-once'];
    const pages = walk?.steps.filter(({ id }) => id.startsWith('page-')) ?? [];
    expect(pages.map((step) => step.kind === 'call' && [step.with.offset, step.capture])).toEqual([
      [undefined, { 'after-page-1': { from: 'link', path: 'offset' } }],
      ['${after-page-1}', { 'after-page-2': { from: 'link', path: 'offset' } }],
      ['${after-page-2}', {}],
    ]);
  });

  it('runs alone if it concerns the whole account', () => {
    expect(scenariosOf('things.list', PAGES).limit?.alone).toBe(true);
  });

  it('runs in a separate account if there is one', () => {
    const limit = scenariosOf('things.list', PAGES, { fresh: true }).limit;
    expect(limit?.alone).toBe(false);
    expect(limit?.steps[0]).toMatchObject({ call: 'accounts.create' });
    expect(limit?.steps.at(-1)).toMatchObject({ auth: { kind: 'api_key', credential: { secret: '${account.key}' } } });
  });
});

describe('filter', () => {
  const made = (color: string) => [{ call: 'things.create', with: { color } }];
  const declared = {
    kind: 'filter',
    field: 'color',
    items: '/things',
    member: '/color',
    cases: { red: made('red'), blue: made('blue') },
  } as const;

  it('expects the matching item and no other item', () => {
    const cases = scenariosOf('things.list', declared);
    expect(Object.keys(cases)).toEqual(['color.red.only-matching', 'color.blue.only-matching']);
    expect(lines(cases['color.blue.only-matching'])).toEqual([
      'match-made-1 things.create {"name":"${run.id}-matchmade1","color":"blue"}',
      'other-made-1 things.create {"name":"${run.id}-othermade1","color":"red"}',
      'list things.list {"color":"blue"} -> {"things":{"$each":{"color":"blue"},"$contains":{"id":"${match-made-1.id}"}}}',
    ]);
  });

  it('also checks the second page if the list has pages', () => {
    const cases = scenariosOf('things.list', declared, { contract: { behaviors: [declared, PAGES] } });
    expect(lines(cases['color.red.past-first-page']).slice(-2)).toEqual([
      'page-1 things.list {"limit":1,"offset":0,"color":"red"} -> {"things":{"$each":{"color":"red"},"$length":1}}',
      'page-2 things.list {"limit":1,"offset":1,"color":"red"} -> {"things":{"$each":{"color":"red","id":{"$not":"${page-1.things.0.id}"}},"$length":1}}',
    ]);
  });

  it.each([
    ['boolean', 'true', true],
    ['integer', '3', 3],
    ['number', '1.5', 1.5],
    ['string', '3', '3'],
  ])('sends and expects a value of the type %s', (type, key, value) => {
    const field = aField('color', 'query', { schema: { type } });
    const behavior = { ...declared, cases: { [key]: made('red') } };
    const cases = scenariosOf('things.list', behavior, { contract: { fields: [field] } });
    expect(cases[`color.${key}.only-matching`]?.steps.at(-1)).toMatchObject({
      with: { color: value },
      expect: { body: { things: { $each: { color: value } } } },
    });
  });

  it('takes the value from the item that matches', () => {
    const { cases: _, ...rest } = declared;
    const cases = scenariosOf('things.list', { ...rest, made_by: [{ call: 'things.create' }] });
    expect(lastLine(cases['color.only-matching'])).toContain('list things.list {"color":"${match-made-1.color}"}');
    expect(blameOf(cases['color.only-matching'])).toMatchObject({ kind: 'filter-broken', field: 'color' });
  });
});

describe('deletion', () => {
  const cases = scenariosOf('things.delete', {
    kind: 'hard_delete',
    read: 'things.get',
    status: 404,
    error: 'gone',
    again: 404,
    list: { call: 'things.list', items: '/things', key: '/id' },
  });

  it.each([
    ['read', 'read things.get {"thing_id":"${things-create.id}"} -> 404 gone'],
    ['again', 'again things.delete {"thing_id":"${things-create.id}"} -> 404'],
    ['listed', 'list things.list {} -> {"things":{"$not":{"$contains":{"id":"${things-create.id}"}}}}'],
  ])('expects after a deletion the declared response to %s', (name, expected) => {
    expect(lastLine(cases[name])).toBe(expected);
  });

  it('reports the deletion and not the list if a deleted item is still listed', () => {
    expect(blameOf(cases.listed)).toMatchObject({ kind: 'delete-not-effective', operation: 'things.delete' });
  });
});

describe('etag', () => {
  const cases = scenariosOf('things.get', { kind: 'etag', field: 'thing_id', changed_by: [{ call: 'things.create' }] });

  it('sends the ETag, and then a request without it on the same connection', () => {
    expect(cases['same-tag']?.steps.slice(-2)).toMatchObject([
      { id: 'unchanged', with: { thing_id: '${tag}' }, expect: { status: [304] } },
      { id: 'next', expect: { status: [200] } },
    ]);
  });

  it('expects the same ETag until the item changes, and another ETag afterwards', () => {
    expect(cases.stable?.steps.at(-1)).toMatchObject({ expect: { headers: { ETag: '${tag}' } } });
    expect(cases['after-change']?.steps.at(-1)).toMatchObject({ expect: { headers: { ETag: { $not: '${tag}' } } } });
  });
});
