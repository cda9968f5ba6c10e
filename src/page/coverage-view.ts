import type { PageData, PageOperation } from '../model/page-data.ts';
import { placeLink } from './place.ts';
import { badge, h, lazyList, type View } from './view.ts';

/** What was seen of every operation. */
export function coverageView({ operations, causes }: PageData): View {
  const causesOf = new Map<string, number>();
  for (const id of causes.flatMap((cause) => cause.operations)) causesOf.set(id, (causesOf.get(id) ?? 0) + 1);
  const heads = ['Operation', 'Request', 'Exercised by', 'Steps', 'Causes'];
  return [
    h('h1', {}, 'Coverage'),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Coverage' },
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))),
        lazyList(operations, (operation) => row(operation, causesOf.get(operation.id) ?? 0), {
          around: 'tbody',
          height: 38,
        }),
      ),
    ),
  ];
}

function row({ id, request, exercised, unexercised, outcomes }: PageOperation, causes: number): View {
  const link = placeLink('causes', { filters: { operation: id } });
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, id),
    h('td', {}, h('code', {}, request)),
    h(
      'td',
      {},
      ...exercised.map((name) => badge('good', name)),
      ...unexercised.map((name) => badge('missing', `not ${name}`)),
    ),
    h('td', {}, counts.join(', ')),
    h('td', {}, causes === 0 ? '' : h('a', { href: link }, String(causes))),
  );
}
