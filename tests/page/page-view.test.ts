import { describe, expect, it } from 'vitest';
import type { PageCause, PageData } from '../../src/model/page-data.ts';
import { chooseCauses } from '../../src/page/choose-causes.ts';
import { filtersView, pageView } from '../../src/page/page-view.ts';
import { placeLink, readPlace } from '../../src/page/place.ts';
import { pageData } from '../../src/report/html/page-data.ts';
import { greenVerdict, mixedVerdict, OPTIONS } from '../report/verdicts.ts';
import { elementsOf, textOf } from './page-text.ts';

const EXCHANGES = new Map([['notes/keeps-text/read#1', anExchange()]]);

function anExchange() {
  const body = new TextEncoder().encode('{"id":"n_1","text":null}');
  return {
    request: { method: 'GET', target: '/v1/notes/n_1', headers: [['Accept', '*/*']] as const, body: null },
    response: { status: 200, headers: [], body },
  };
}

const mixed = page(mixedVerdict());

function page(verdict: Parameters<typeof pageData>[0][number]['verdict'], baseline?: ReadonlySet<string>): PageData {
  return pageData([{ verdict, exchanges: EXCHANGES, notes: [], ...(baseline && { baseline }) }], OPTIONS);
}

function shown(data: PageData, hash: string): string {
  return textOf(pageView(data, readPlace(hash)));
}

describe('the first screen', () => {
  it('says that a run passed', () => {
    expect(shown(page(greenVerdict()), '')).toMatch(/server staging passed/);
  });

  it('says what failed, then what needs attention, then the most severe causes', () => {
    const text = shown(mixed, '#/overview');
    const places = [
      mixed.subjects[0]?.result ?? '-',
      'Look at this first',
      'xpass',
      'blocked',
      'Most severe',
      'What was run',
    ].map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  });

  it('counts new causes only if there is a baseline', () => {
    const labels = (data: PageData) => data.tiles.map(({ label }) => label).join(', ');
    expect(labels(mixed)).not.toContain('new');
    const known = mixed.causes[0]?.id ?? '';
    const against = page(mixedVerdict(), new Set([known]));
    expect(labels(against)).toContain('new since the baseline');
    expect(against.causes.map(({ news }) => news)).toContain('known');
    expect(against.tiles.find(({ label }) => label.startsWith('new'))?.count).toBe(against.causes.length - 1);
  });
});

describe('the list of causes', () => {
  const choose = (filters: Record<string, string>) => chooseCauses(mixed.causes, { filters });
  const [first] = mixed.causes;

  it('begins with failing causes', () => {
    const severities = mixed.causes.map(({ severity }) => severity);
    expect(severities).toEqual(severities.toSorted());
  });

  it('contains only causes that match the filter', () => {
    for (const name of ['severity', 'kind', 'where'] as const) {
      const value = first?.[name] ?? '';
      expect(choose({ [name]: value })).toEqual(mixed.causes.filter((cause) => cause[name] === value));
    }
    expect(choose({ operation: 'notes.get' }).length).toBeGreaterThan(0);
    expect(choose({ operation: 'notes.nothing' })).toEqual([]);
  });

  it('is searched by words in any order and case', () => {
    const words = `${first?.observed} ${first?.operations[0]}`.toUpperCase().split(' ').reverse().join(' ');
    expect(choose({ q: words })).toContain(first);
    expect(choose({ q: 'nothing-has-this' })).toEqual([]);
  });

  it('keeps its filters in the URL', () => {
    const filters = { q: 'a b & c', severity: 'error', kind: '' };
    const place = readPlace(placeLink('causes', { filters }));
    expect(place).toEqual({ section: 'causes', id: '', filters: { q: 'a b & c', severity: 'error' } });
    const selected = elementsOf(filtersView(mixed, place), 'option').filter(({ attributes }) => attributes.selected);
    expect(selected.map(({ attributes }) => attributes.value)).toEqual(['error']);
  });
});

describe("a cause's page", () => {
  const open = (cause: PageCause | undefined) => placeLink('cause', { id: cause?.id ?? '' });

  it('shows both sides, the request and the response, and a ledger entry', () => {
    const cause = mixed.causes.find(({ evidence }) => evidence.exchange === 'notes/keeps-text/read#1');
    const text = shown(mixed, open(cause));
    for (const part of [cause?.expected, cause?.observed, 'GET /v1/notes/n_1', '"text": null', `cause: ${cause?.id}`])
      expect(text).toContain(part);
  });

  it('opens for an id with any characters, and reports an unknown cause', () => {
    const [first, ...others] = mixed.causes;
    if (first === undefined) throw new Error('expected a cause');
    const odd = { ...first, id: 'a/b?c=1&d#é%' };
    expect(shown({ ...mixed, causes: [odd, ...others] }, open(odd))).toContain(odd.observed);
    expect(shown(mixed, '#/cause/%E0%A4%A')).toContain('a cause that is not in the report');
  });
});

describe('the matrix', () => {
  const row = { cells: ['yes', null], odd: [false, true], split: false, why: ['contract says yes; docs says nothing'] };
  const fine = { cells: ['yes', 'yes'], odd: [false, false], split: false, why: [] };
  const matrix: PageData['matrix'] = {
    sources: ['contract', 'docs'],
    operations: [
      { name: 'notes.get', ...fine, fields: [{ name: 'id', ...row }] },
      { name: 'notes.list', ...fine, fields: [{ name: 'page', ...fine }] },
    ],
  };
  const view = (hash: string, open: readonly string[] = []) =>
    pageView({ ...mixed, matrix }, readPlace(hash), new Set(open));

  it('shows the fields of an operation only if it is expanded', () => {
    expect(textOf(view('#/matrix'))).not.toContain('docs says nothing');
    expect(textOf(view('#/matrix', ['notes.get']))).toContain('docs says nothing');
    const buttons = elementsOf(view('#/matrix', ['notes.get']), 'button');
    expect(buttons.map(({ attributes }) => attributes['aria-expanded'])).toEqual(['true', 'false']);
  });

  it('colours the source that differs', () => {
    const odd = elementsOf(view('#/matrix', ['notes.get']), 'td').filter(
      ({ attributes }) => attributes.class === 'odd',
    );
    expect(odd.map(textOf)).toEqual(['missing']);
  });

  it('can be restricted to disagreements, and searched by field names', () => {
    expect(textOf(view('#/matrix?odd=yes'))).not.toContain('notes.list');
    expect(textOf(view('#/matrix?q=PAGE'))).not.toContain('notes.get');
    expect(textOf(view('#/matrix?q=PAGE'))).toContain('notes.list');
  });

  it('says how to get a matrix if the report has none', () => {
    expect(shown(mixed, '#/matrix')).toContain('parity report');
  });
});
