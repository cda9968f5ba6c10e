import type { PageCause, PageData, PageRange } from '../model/page-data.ts';
import { placeLink } from './place.ts';
import { badge, facts, h, type View } from './view.ts';

/** Draws the cause with this rank. The first rank is 1. */
export function causeCard(cause: PageCause, rank: number): View {
  const { id, where, kind, severity, news, title, summary, operations, count } = cause;
  return h(
    'li',
    { class: `card ${severity}` },
    h(
      'a',
      { href: placeLink('cause', { id, filters: { where } }), class: 'card-link' },
      h('span', { class: 'rank' }, `${rank}`),
      h('strong', {}, summary === '' ? title : summary),
      h('span', { class: 'kind' }, kind, news === null ? null : [' ', newsBadge(news)]),
      h('span', { class: 'title' }, summary === '' ? '' : title),
      h(
        'span',
        { class: 'where' },
        `${where} · ${some(operations)} · ${count} ${count === 1 ? 'finding' : 'findings'}`,
      ),
    ),
  );
}

function newsBadge(news: string): View {
  return badge(news.startsWith('new') ? 'bad' : news === 'gone' ? 'good' : 'plain', news);
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => (name === '*' ? 'the client as a whole' : name));
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : shown.join(', ');
}

export function causeView(cause: PageCause, { exchanges, causes, contracts }: PageData): View {
  const { kind, severity, news, title, summary, evidence, reproduction, entry, steps, count } = cause;
  const at = causes.indexOf(cause);
  return h(
    'article',
    { class: 'cause' },
    h(
      'p',
      { class: 'trail' },
      h('a', { href: '#/causes' }, 'All causes'),
      stepLink(causes[at - 1], '← Previous', 'prev'),
      stepLink(causes[at + 1], 'Next →', 'next'),
    ),
    h(
      'p',
      {},
      badge(severity === 'error' ? 'bad' : 'warn', severity),
      ' ',
      h('span', { class: 'kind' }, kind),
      ' ',
      news && newsBadge(news),
    ),
    h('h1', {}, summary === '' ? title : summary),
    summary === '' ? null : h('p', { class: 'lead' }, title),
    sides(cause),
    exchangeView(exchanges[evidence.exchange], cause),
    contractView(contracts[cause.operations[0] ?? ''], cause),
    reproduction.length === 0 ? null : copied('Reproduce it', reproduction.join('\n')),
    h('h2', {}, 'Details'),
    facts(detailsOf(cause)),
    copied('Accept the cause for a limited time, in xfails.yaml', entry),
    h(
      'h2',
      {},
      `Seen in ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}${count > steps.length ? `, ${count} findings` : ''}`,
    ),
    h('ul', { class: 'steps' }, ...steps.map((step) => h('li', {}, step))),
  );
}

function stepLink(cause: PageCause | undefined, text: string, rel: string): View {
  if (cause === undefined) return null;
  return h('a', { href: placeLink('cause', { id: cause.id, filters: { where: cause.where } }), rel }, text);
}

function detailsOf({ id, where, kind, operations, fields, methods, source, evidence }: PageCause) {
  return [
    ['Seen on', where],
    ['Operations', operations.join(', ')],
    ['Fields', fields.join(', ')],
    ['Methods', methods.join(', ')],
    ['Defined in', source ?? ''],
    ['Evidence', `${evidence.exchange} ${evidence.pointer}`],
    ['Cause', id],
    ['Explained by', `parity explain ${kind}`],
  ] as const;
}

function sides({ expected, observed }: PageCause): View {
  return h(
    'dl',
    { class: 'sides' },
    h('div', {}, h('dt', {}, 'Expected'), h('dd', {}, expected)),
    h('div', { class: 'odd' }, h('dt', {}, 'Observed'), h('dd', {}, observed)),
  );
}

function exchangeView(exchange: PageData['exchanges'][string] | undefined, { evidence, marked }: PageCause): View {
  if (exchange === undefined)
    return evidence.excerpt === ''
      ? null
      : h('section', {}, h('h2', {}, 'What was seen'), code([evidence.excerpt], null, 'What was seen'));
  const { request, response, failure } = exchange;
  return h(
    'div',
    { class: 'exchange' },
    h('section', {}, h('h2', {}, 'Request'), code(request, marked.request, 'Request')),
    h(
      'section',
      {},
      h('h2', {}, 'Response'),
      failure === null ? null : h('p', { class: 'lead' }, failure),
      response === null ? h('p', {}, 'There was no response.') : code(response, marked.response, 'Response'),
    ),
  );
}

const AROUND = 6;

/** Draws the lines of the contract about the field. If there are none, draws the start of the contract. */
function contractView(
  contract: PageData['contracts'][string] | undefined,
  { marked: { contract: range } }: PageCause,
): View {
  if (contract === undefined) return null;
  const [from, to] = range ?? [0, AROUND];
  const first = Math.max(0, from - AROUND);
  const shown = contract.lines.slice(first, to + AROUND);
  const name = `${contract.file}:${from + 1}`;
  return h(
    'section',
    {},
    h('h2', {}, 'Contract ', h('span', { class: 'kind' }, name)),
    code(shown, range && [from - first, to - first], name),
  );
}

function code(lines: readonly string[], marked: PageRange | null, label: string): View {
  const [from, to] = marked ?? [0, 0];
  const part = (tag: string, some: readonly string[]) =>
    some.length === 0 ? null : h(tag, {}, some.map((line) => `${line}\n`).join(''));
  return h(
    'pre',
    { tabindex: '0', role: 'region', 'aria-label': label },
    part('span', lines.slice(0, from)),
    part('mark', lines.slice(from, to)),
    part('span', lines.slice(to)),
  );
}

function copied(title: string, text: string): View {
  return h(
    'section',
    { class: 'copied' },
    h('h2', {}, title),
    h('button', { type: 'button', 'data-copy': true, 'aria-label': `Copy: ${title}` }, 'Copy'),
    code(text.split('\n'), null, title),
  );
}
