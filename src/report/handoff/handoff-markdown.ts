import { type Handoff, type HandoffRow, PRIORITIES } from '../../model/handoff.ts';
import { cell, code, plainText } from '../markdown-text.ts';
import { plural } from '../words.ts';
import { notesSection, portsSection, xfailsSection } from './handoff-lists.ts';
import { headline, renderRow } from './handoff-row.ts';

/** The hand-off as a page that reads well on GitHub: a table of everything to do, then a part for each row. */
export function renderHandoff(handoff: Handoff): string {
  const rows = [...handoff.wrong, ...handoff.missing];
  const sorted = PRIORITIES.flatMap((priority) => rows.filter((row) => row.priority === priority));
  const blocks = [
    `# Hand-off: ${code(handoff.client)}, ${handoff.date}`,
    introduction(handoff),
    countsTable(handoff),
    ...(sorted.length === 0 ? ['Nothing to port and nothing to repair was found.'] : [summaryTable(sorted, handoff)]),
    ...rowsSection('Shipped on the server and missing here', handoff.missing, handoff),
    ...rowsSection('Wrong here', handoff.wrong, handoff),
    ...portsSection(handoff.inFlight, handoff),
    ...notesSection('Stale in the manifest', ['where', 'it claims', 'seen'], handoff.manifest, handoff),
    ...notesSection('Stale in the docs', ['where', 'it says', 'seen'], handoff.docs, handoff),
    ...notesSection('Sources that disagree', ['at', 'the odd one out', 'who says what'], handoff.lattice, handoff),
    ...notesSection('Answers of another type than before', ['where', 'now', 'before'], handoff.answers, handoff),
    ...notesSection('Versions', ['where', 'says', 'against'], handoff.versions, handoff),
    ...xfailsSection(handoff.accepted),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function introduction({ source, profile, contracts, sources }: Handoff): string {
  const at =
    source === null
      ? 'an unknown commit'
      : `${code(source.commit.slice(0, 9))}${source.dirty ? ' and uncommitted changes' : ''}`;
  return [
    `The client at ${at}, profile ${code(profile)}, contracts ${code(contracts.slice(0, 9))}. Looked at: ${sources.map(code).join(', ')}.`,
    "In the examples `$BASE_URL` is the server and `$API_KEY` your key; values like `pw-…-z` are the trace's: put your own.",
    'P0 breaks calls, P1 loses data or errors, P2 is missing, P3 is in words only.',
  ].join('\n');
}

function countsTable(handoff: Handoff): string {
  const counts = [
    ['missing', handoff.missing.length],
    ['wrong', handoff.wrong.length],
    ['in flight', handoff.inFlight.length],
    ['stale claims', handoff.manifest.length],
    ['docs', handoff.docs.length],
    ['sources', handoff.lattice.length],
    ['answers', handoff.answers.length],
    ['versions', handoff.versions.length],
    ['accepted', handoff.accepted.length],
  ] as const;
  return [
    `| ${counts.map(([name]) => name).join(' | ')} |`,
    `|${counts.map(() => '---').join('|')}|`,
    `| ${counts.map(([, count]) => count).join(' | ')} |`,
  ].join('\n');
}

function summaryTable(rows: readonly HandoffRow[], { date }: Handoff): string {
  return [
    '| id | priority | what | server | since |',
    '|---|---|---|---|---|',
    ...rows.map((row) => {
      const { id, priority, server, first, accepted, inFlight } = row;
      const marks = [
        ...(first < date ? [`handed over ${first}`] : ['new']),
        ...(inFlight.length > 0 ? [`partly in flight: ${inFlight.join(', ')}`] : []),
        ...(accepted === null ? [] : [`accepted until ${accepted.expires}`]),
      ];
      const cells = [
        `[${id}](#${id.toLowerCase()})`,
        priority,
        headline(row),
        plainText(server?.since ?? ''),
        plainText(marks.join('; ')),
      ];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
  ].join('\n');
}

function rowsSection(title: string, rows: readonly HandoffRow[], handoff: Handoff): readonly string[] {
  if (rows.length === 0) return [];
  return [`## ${title}: ${plural(rows.length, 'row')}`, ...rows.map((row) => renderRow(row, handoff))];
}
