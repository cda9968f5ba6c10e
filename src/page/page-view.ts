import type {
  PageAlert,
  PageCause,
  PageData,
  PageReason,
  PageSubject,
  PageTile,
  PageTrend,
} from '../model/page-data.ts';
import { causeCard, causeView } from './cause-view.ts';
import { chooseCauses } from './choose-causes.ts';
import { coverageView } from './coverage-view.ts';
import { matrixView } from './matrix-view.ts';
import type { PagePlace } from './place.ts';
import { badge, facts, h, lazyList, type View } from './view.ts';

/** The sections of the page, in the order of the header. The key `1` opens the first section, the key `2` the second, and so on. */
export const SECTIONS: readonly (readonly [section: string, label: string])[] = [
  ['overview', 'Overview'],
  ['causes', 'Causes'],
  ['matrix', 'Matrix'],
  ['coverage', 'Coverage'],
  ['untried', 'Not tried'],
];

export function pageView(data: PageData, place: PagePlace, open: ReadonlySet<string> = new Set()): View {
  const { section, id, filters } = place;
  if (section === 'causes') return causesView(data, place);
  if (section === 'matrix') return data.matrix === null ? noMatrix() : matrixView(data.matrix, place, open);
  if (section === 'coverage') return coverageView(data);
  if (section === 'untried') return untriedView(data);
  if (section !== 'cause') return overview(data);
  const found = data.causes.filter((cause) => cause.id === id);
  const cause = found.find(({ where }) => where === filters.where) ?? found[0];
  return cause === undefined
    ? h('p', {}, 'The address of this page contains the id of a cause that is not in the report.')
    : causeView(cause, data);
}

function noMatrix(): View {
  return [
    h('h1', {}, 'Matrix'),
    h('p', {}, '`parity report` joins the contracts, documents, recordings and traces of a project into one matrix.'),
  ];
}

export function headerView({ title, causes }: PageData, { section: open }: PagePlace): View {
  const count = (section: string) => (section === 'causes' ? h('span', { class: 'count' }, `${causes.length}`) : null);
  return [
    h('a', { href: '#/overview', class: 'brand' }, h('span', { class: 'mark', 'aria-hidden': 'true' }, '≢'), title),
    h(
      'nav',
      { 'aria-label': 'Parts of the report' },
      ...SECTIONS.map(([section, label]) =>
        h('a', { href: `#/${section}`, ...(section === open && { 'aria-current': 'page' }) }, label, count(section)),
      ),
    ),
    h('button', { type: 'button', 'data-theme-toggle': true, title: 'Dark or light (t)' }, 'Theme'),
  ];
}

const WORST = 7;

function overview({ causes, subjects, tiles, alerts, trend }: PageData): View {
  return [
    h('ul', { class: 'subjects' }, ...subjects.map(subjectView)),
    h('ul', { class: 'tiles' }, ...tiles.map(tileView)),
    ...(alerts.length === 0
      ? []
      : [h('h2', {}, 'Look at this first'), h('div', { class: 'alerts' }, lazyList(alerts, alertView, ROW))]),
    ...(causes.length === 0
      ? []
      : [
          h('h2', {}, 'Most severe'),
          h('ol', { class: 'cards' }, ...causes.slice(0, WORST).map((cause, index) => causeCard(cause, index + 1))),
        ]),
    causes.length > WORST
      ? h('p', {}, h('a', { href: '#/causes', class: 'more' }, `All ${causes.length} causes`))
      : null,
    ...trend.flatMap(trendView),
    ...subjects.flatMap(({ name, facts: rows }) => [h('h2', {}, `What was run: ${name}`), facts(rows)]),
  ];
}

/** Draws one bar per run. The height of a bar is the number of causes. */
function trendView({ name, runs }: PageTrend): readonly View[] {
  const most = Math.max(1, ...runs.map(({ errors, warnings }) => errors + warnings));
  return [
    h('h2', {}, `Trend: ${name}`),
    h(
      'ol',
      { class: 'trend' },
      ...runs.map(({ label, errors, warnings }) =>
        h(
          'li',
          {},
          h('meter', {
            min: '0',
            max: String(most),
            value: String(errors),
            'aria-label': `causes that fail in ${label}`,
          }),
          h('span', {}, label),
          h('span', { class: 'where' }, `${errors} fail, ${warnings} warn`),
        ),
      ),
    ),
  ];
}

const ROW = { around: 'ul', height: 72 };

function subjectView({ name, kind, fine, result }: PageSubject, _: number, all: readonly PageSubject[]): View {
  return h(
    'li',
    { class: `subject ${fine ? 'good' : 'bad'}` },
    h('span', { class: 'kind' }, kind),
    h(all.length === 1 ? 'h1' : 'h2', {}, name),
    h('p', {}, fine ? 'passed' : result),
  );
}

function tileView({ label, count, tone, link }: PageTile): View {
  const number = h('strong', {}, count.toLocaleString('en'));
  return h('li', { class: `tile ${tone}` }, h('a', { href: link }, number, h('span', {}, label)));
}

function alertView({ kind, title, text }: PageAlert): View {
  const tone = kind === 'xpass' || kind === 'expiring' ? 'warn' : 'bad';
  return h('li', { class: 'alert' }, badge(tone, kind), h('div', {}, h('strong', {}, title), h('p', {}, text)));
}

function causesView({ causes }: PageData, place: PagePlace): View {
  const found = chooseCauses(causes, place);
  return [
    h('h1', {}, 'Causes'),
    h('p', { class: 'hint', role: 'status' }, `${found.length} of ${causes.length}, most severe first`),
    h(
      'div',
      { class: 'cards' },
      lazyList(found, (cause, index) => causeCard(cause, index + 1), { around: 'ol', height: 88 }),
    ),
  ];
}

/** The page does not redraw the filters when the list changes, because the search field would lose the cursor. */
export function filtersView({ causes }: PageData, { section, filters }: PagePlace): View {
  if (section === 'matrix') return matrixFilters(filters);
  if (section !== 'causes') return null;
  const choice = (name: string, label: string, valuesOf: (cause: PageCause) => string | readonly string[]) => {
    const values = causes.flatMap(valuesOf);
    const sorted = [...new Set([...values, ...(filters[name] ? [filters[name]] : [])])].sort();
    if (sorted.length < 2 && !filters[name]) return null;
    const options = sorted.map((value) => h('option', { value, selected: filters[name] === value }, value));
    return h('label', {}, label, h('select', { 'data-filter': name }, h('option', { value: '' }, 'all'), ...options));
  };
  const choices = [
    choice('severity', 'Severity', ({ severity }) => severity),
    choice('kind', 'Kind', ({ kind }) => kind),
    choice('operation', 'Operation', ({ operations }) => operations),
    choice('where', 'Seen on', ({ where }) => where),
    choice('news', 'News', ({ news }) => news ?? []),
  ];
  return h(
    'form',
    { class: 'filters', role: 'search' },
    h('label', { class: 'grow' }, 'Search', h('input', searchBox(filters.q))),
    ...choices,
  );
}

function matrixFilters(filters: PagePlace['filters']): View {
  return h(
    'form',
    { class: 'filters', role: 'search' },
    h('label', { class: 'grow' }, 'Search', h('input', searchBox(filters.q))),
    h(
      'label',
      {},
      'Show',
      h(
        'select',
        { 'data-filter': 'odd' },
        h('option', { value: '' }, 'all'),
        h('option', { value: 'yes', selected: filters.odd === 'yes' }, 'where they disagree'),
      ),
    ),
  );
}

function searchBox(value = '') {
  return { type: 'search', 'data-filter': 'q', value, placeholder: 'words; press /' };
}

function untriedView({ unexercised }: PageData): View {
  return [
    h('h1', {}, 'Not tried'),
    h(
      'p',
      { class: 'hint' },
      unexercised.length === 0 ? 'Every planned step was tried.' : 'The most frequent reason comes first.',
    ),
    h('div', { class: 'cards' }, lazyList(unexercised, reasonView, ROW)),
  ];
}

function reasonView({ where, outcome, reason, count, steps }: PageReason): View {
  return h(
    'li',
    { class: 'card' },
    h(
      'details',
      {},
      h('summary', {}, badge('plain', `${count} ${outcome}`), ` ${reason} `, h('span', { class: 'where' }, where)),
      h('ul', { class: 'steps' }, ...steps.map((step) => h('li', {}, step))),
      count > steps.length ? h('p', { class: 'hint' }, `and ${count - steps.length} more`) : null,
    ),
  );
}
