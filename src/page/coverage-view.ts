import type { PageData, PageOperation } from '../model/page-data.ts';
import { placeLink } from './place.ts';
import { badge, h, lazyList, type View } from './view.ts';

/** Shows who called each operation, which statuses occurred, and which fields were varied. */
export function coverageView({ operations, causes }: PageData): View {
  const causesOf = new Map<string, number>();
  for (const id of causes.flatMap((cause) => cause.operations)) causesOf.set(id, (causesOf.get(id) ?? 0) + 1);
  const heads = ['Operation', 'Exercised by', 'Statuses', 'Fields varied', 'Never varied', 'Steps', 'Causes'];
  return [
    h('h1', {}, 'Coverage'),
    h(
      'p',
      { class: 'hint' },
      'A status in grey is declared but did not occur. A field counts as varied if calls sent different values, or if a call left the field out.',
    ),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Coverage' },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))),
        lazyList(operations, (operation) => row(operation, causesOf.get(operation.id) ?? 0), {
          around: 'tbody',
          height: 62,
        }),
      ),
    ),
  ];
}

function row(
  { id, request, exercised, unexercised, statuses, locations, never, outcomes }: PageOperation,
  causes: number,
): View {
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, id, h('code', { class: 'request' }, request)),
    h(
      'td',
      {},
      ...exercised.map((name) => badge('good', name)),
      ...unexercised.map((name) => badge('missing', `not ${name}`)),
    ),
    h(
      'td',
      {},
      ...statuses.map(({ status, count, declared }) =>
        badge(count === 0 ? 'missing' : declared ? 'plain' : 'warn', `${status}${count === 0 ? '' : ` ×${count}`}`),
      ),
    ),
    h('td', {}, locations.map(({ location, varied, of }) => `${location} ${varied}/${of}`).join(', ')),
    h(
      'td',
      { class: 'where' },
      never.slice(0, 6).join(', ') + (never.length > 6 ? ` and ${never.length - 6} more` : ''),
    ),
    h('td', {}, counts.join(', ')),
    h(
      'td',
      {},
      causes === 0 ? '' : h('a', { href: placeLink('causes', { filters: { operation: id } }) }, String(causes)),
    ),
  );
}
