import type { Kind } from '../judge/kind.ts';
import { KINDS } from '../judge/kinds.ts';
import type { FindingKind } from '../model/finding.ts';

/** Returns the title of a finding kind and its page from `docs/findings/`, without the page's own heading. */
export function renderExplain(kind: FindingKind, page: string): string {
  const { title, about } = KINDS[kind];
  const text = page.replace(/^\s*# [^\n]*\n/, '').trim();
  const body = text.startsWith(`${title}.\n`) ? text.slice(title.length + 1).trim() : text;
  return `${kind}: ${title}\nA finding about ${SIDES[about]}.\n${body === '' ? '' : `\n${body}\n`}`;
}

const SIDES = {
  request: 'what a client sends',
  response: 'what a server returns',
  client: 'how a client handles arguments and responses, as a trace shows',
  change: 'a change in a client that affects the callers of the client (found only by `parity gate`)',
  promise: 'a promise of a contract, tested by generated scenarios',
} as const satisfies Record<Kind['about'], string>;

/** The output of `parity explain` without an argument: all finding kinds with their titles, the most severe first. */
export function renderKinds(): string {
  const entries = Object.entries(KINDS).sort(([, a], [, b]) => a.gravity - b.gravity);
  const width = Math.max(...entries.map(([kind]) => kind.length));
  return entries.map(([kind, { title }]) => `${kind.padEnd(width)}  ${title}\n`).join('');
}
