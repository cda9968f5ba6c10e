import type { MatrixOperation, MatrixRow, PageMatrix } from '../model/page-data.ts';
import { type PagePlace, placeLink } from './place.ts';
import { h, lazyList, type View } from './view.ts';

/** Draws the matrix of operations and sources. For the operations in the set `open`, also draws the fields. */
export function matrixView(
  { sources, operations }: PageMatrix,
  { filters }: PagePlace,
  open: ReadonlySet<string>,
): View {
  const words = (filters.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = operations.filter(
    (operation) =>
      (filters.odd !== 'yes' || isOdd(operation)) &&
      words.every(
        (word) =>
          operation.name.toLowerCase().includes(word) ||
          operation.fields.some(({ name }) => name.toLowerCase().includes(word)),
      ),
  );
  const odd = operations.filter(isOdd).length;
  return [
    h('h1', {}, 'Matrix'),
    h(
      'p',
      { class: 'hint', role: 'status' },
      `The table shows ${found.length} of ${operations.length} operations. The sources disagree about ${odd} operations; a source that differs from the others is coloured.`,
    ),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Matrix' },
      h(
        'table',
        { class: 'matrix' },
        h('thead', {}, h('tr', {}, ...['Operation', ...sources].map((text) => h('th', { scope: 'col' }, text)))),
        lazyList(found, (operation) => operationRows(operation, sources, open.has(operation.name)), {
          around: 'tbody',
          height: 38,
        }),
      ),
    ),
  ];
}

function isOdd({ fields, ...row }: MatrixOperation): boolean {
  return [row, ...fields].some(({ why }) => why.length > 0);
}

function operationRows(operation: MatrixOperation, sources: readonly string[], isOpen: boolean): View {
  const { name, fields, why } = operation;
  const odd = fields.filter((field) => field.why.length > 0).length;
  const unfold = { type: 'button', class: 'unfold', 'data-unfold': name, 'aria-expanded': String(isOpen) };
  return [
    h(
      'tr',
      { class: 'operation' },
      h(
        'th',
        { scope: 'row' },
        h('button', unfold, name),
        odd === 0 ? null : h('span', { class: 'count odd' }, `${odd} ${odd === 1 ? 'field' : 'fields'}`),
      ),
      ...cells(operation, sources),
    ),
    ...(isOpen
      ? [
          ...whyRow(why, sources.length),
          ...fields.flatMap((field) => [
            h('tr', { class: 'field' }, h('th', { scope: 'row' }, field.name), ...cells(field, sources)),
            ...whyRow(field.why, sources.length),
          ]),
          h(
            'tr',
            { class: 'field' },
            h(
              'td',
              { colspan: String(sources.length + 1) },
              h('a', { href: placeLink('causes', { filters: { operation: name } }) }, `Causes of ${name}`),
            ),
          ),
        ]
      : []),
  ];
}

function whyRow(why: readonly string[], columns: number): readonly View[] {
  return why.map((text) => h('tr', { class: 'why' }, h('td', { colspan: String(columns + 1) }, text)));
}

function cells({ cells: texts, odd, split }: MatrixRow, sources: readonly string[]): readonly View[] {
  return sources.map((_, index) => {
    const text = texts[index] ?? null;
    const tone = odd[index] ? 'odd' : split && text !== null ? 'split' : text === null ? 'silent' : '';
    return h('td', { class: tone }, text === 'yes' ? '✓' : (text ?? (odd[index] ? 'missing' : '–')));
  });
}
