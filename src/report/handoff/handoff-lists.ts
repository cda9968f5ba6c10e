import { plural } from '../../lib/plural.ts';
import type {
  HandedOver,
  Handoff,
  HandoffDecision,
  HandoffNote,
  HandoffPort,
  HandoffXfail,
} from '../../model/handoff.ts';
import { code, plainText, table } from '../markdown-text.ts';

/** Maximum number of disagreements on the page. A run may find hundreds of disagreements. */
const LISTED = 5;

export function portsSection(ports: readonly HandoffPort[], handoff: Pick<Handoff, 'date'>): readonly string[] {
  if (ports.length === 0) return [];
  const rows = ports.map((port) => [
    port.id,
    port.references.map(code).join(', '),
    plainText(port.titles.join('; ')),
    port.brings.map(code).join(', '),
    [
      ...(port.overlap ? ['overlap: several ports make the same change'] : []),
      ...(port.days === null ? [] : [`${port.days} days since the change of the server`]),
    ].join('; '),
    sinceOf(port, handoff),
  ]);
  return [
    `## In flight: ${plural(ports.length, 'port')}`,
    table(['id', 'port', 'title', 'brings', '', 'since'], rows).join('\n'),
  ];
}

export function notesSection(
  title: string,
  { columns, full }: { readonly columns: readonly [string, string, string]; readonly full: boolean },
  notes: readonly HandoffNote[],
  handoff: Pick<Handoff, 'date'>,
): readonly string[] {
  if (notes.length === 0) return [];
  const most = full ? notes.length : LISTED;
  const rows = notes
    .slice(0, most)
    .map((note) => [note.id, code(note.at), plainText(note.says), plainText(note.evidence), sinceOf(note, handoff)]);
  const more = notes.length - most;
  return [
    `## ${title}: ${notes.length}`,
    table(['id', ...columns, 'since'], rows).join('\n'),
    ...(more > 0 ? [`… and ${more} more in the JSON.`] : []),
  ];
}

export function decidedSection(decided: readonly HandoffDecision[]): readonly string[] {
  if (decided.length === 0) return [];
  const rows = decided.map(({ what, why }) => [code(what), plainText(why)]);
  return ['## Not to be ported', table(['what', 'why'], rows).join('\n')];
}

export function xfailsSection(entries: readonly HandoffXfail[]): readonly string[] {
  if (entries.length === 0) return [];
  const rows = entries.map(({ place, kind, field, reason, ref, owner, age, expires, expired, rows: excused, at }) => [
    code(field === null ? place : `${place} ${field}`),
    kind,
    plainText(`${reason}${ref === null ? '' : ` (${ref})`}`),
    plainText(owner),
    age === null ? 'not known' : plural(age, 'day'),
    `${expires}${expired ? ' **expired**' : ''}`,
    excused.length === 0 ? 'no finding: the expected failure did not occur' : excused.join(', '),
    code(at),
  ]);
  return [
    `## Accepted: ${plural(entries.length, 'entry', 'entries')}`,
    table(['where', 'kind', 'reason', 'owner', 'age', 'expires', 'excuses', 'written'], rows).join('\n'),
  ];
}

function sinceOf({ first }: HandedOver, { date }: Pick<Handoff, 'date'>): string {
  return first < date ? first : 'new';
}
