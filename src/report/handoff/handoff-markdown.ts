import { plural } from '../../lib/plural.ts';
import { type Handoff, type HandoffRow, PRIORITIES } from '../../model/handoff.ts';
import { code, plainText, table } from '../markdown-text.ts';
import { decidedSection, notesSection, portsSection, xfailsSection } from './handoff-lists.ts';
import { headline, renderRow } from './handoff-row.ts';

/** Maximum number of lines, because users paste the page into an issue or a comment. */
const MOST_LINES = 195;
const MOST_BYTES = 29_500;

interface PageOptions {
  /** If true, the page contains everything, however long. */
  readonly full?: boolean;
}

/** The page starts with a table of everything to do. Details of the most severe rows follow. */
export function renderHandoff(handoff: Handoff, { full = false }: PageOptions = {}): string {
  const rows = [...handoff.wrong, ...handoff.missing];
  const sorted = PRIORITIES.flatMap((priority) => rows.filter((row) => row.priority === priority));
  const head = [
    `# Hand-off: ${code(handoff.client)}, ${handoff.date}`,
    introduction(handoff),
    countsTable(handoff),
    ...(sorted.length === 0
      ? ['No drift was found: nothing to port and nothing to repair.']
      : [summaryTable(sorted, handoff, full)]),
  ];
  const tail = listSections(handoff, full);
  const parts = sorted.map((row) => renderRow(row, handoff));
  const room = full ? parts.length : roomFor(parts, [...head, ...tail]);
  const left = parts.length - room;
  const blocks = [
    ...head,
    ...(room === 0 ? [] : ['## Rows']),
    ...parts.slice(0, room),
    ...(left > 0
      ? [
          `The remaining ${plural(left, 'row')} ${left === 1 ? 'is' : 'are'} in the JSON; \`--issues\` writes each row to a file.`,
        ]
      : []),
    ...tail,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function listSections(handoff: Handoff, full: boolean): readonly string[] {
  const { inFlight, manifest, docs, lattice, answers, versions, decided, accepted } = handoff;
  const notes = [
    ['Stale in the manifest', ['where', 'it claims', 'seen'], manifest],
    ['Stale in the docs', ['where', 'it says', 'seen'], docs],
    ['Sources that disagree', ['at', 'differs', 'statements'], lattice],
    ['Responses whose type has changed', ['where', 'now', 'before'], answers],
    ['Versions', ['where', 'says', 'against'], versions],
  ] as const;
  return [
    ...portsSection(inFlight, handoff),
    ...notes.flatMap(([title, columns, list]) => notesSection(title, { columns, full }, list, handoff)),
    ...decidedSection(decided),
    ...xfailsSection(accepted),
  ];
}

/** Returns how many of `parts` fit on a page that already contains `rest`. */
function roomFor(parts: readonly string[], rest: readonly string[]): number {
  let { lines, bytes } = sizeOf(rest.join('\n\n'));
  let room = 0;
  for (const part of parts) {
    const size = sizeOf(part);
    lines += size.lines + 1;
    bytes += size.bytes + 2;
    if (lines > MOST_LINES - 6 || bytes > MOST_BYTES) break;
    room += 1;
  }
  return room;
}

function sizeOf(text: string): { readonly lines: number; readonly bytes: number } {
  return { lines: text.split('\n').length, bytes: Buffer.byteLength(text) };
}

function introduction({ source, profile, contracts, sources, reproductions }: Handoff): string {
  const at =
    source === null
      ? 'an unknown commit'
      : `${code(source.commit.slice(0, 9))}${source.dirty ? ' and uncommitted changes' : ''}`;
  const { shown, withheld } = reproductions;
  return [
    `Client at ${at}, profile ${code(profile)}, contracts ${code(contracts.slice(0, 9))}. Sources: ${sources.map(code).join(', ')}.`,
    `Rows with a reproduction: ${shown}. Rows with a reason why there is no reproduction: ${withheld}. Every reproduction was run and shows the problem. Without \`BASE_URL\`, a reproduction starts a local server that prints the requests and sends the recorded responses. To use a real server, set \`BASE_URL\` and \`API_KEY\`.`,
    'P0: calls fail. P1: data or errors are lost. P2: something is missing. P3: documentation, manifest or versions are wrong.',
  ].join('\n');
}

function countsTable(handoff: Handoff): string {
  const counts = [
    ['wrong', handoff.wrong.length],
    ['missing', handoff.missing.length],
    ['in flight', handoff.inFlight.length],
    ['stale claims', handoff.manifest.length],
    ['docs', handoff.docs.length],
    ['sources', handoff.lattice.length],
    ['answers', handoff.answers.length],
    ['versions', handoff.versions.length],
    ['accepted', handoff.accepted.length],
  ] as const;
  const names = counts.map(([name]) => name);
  return table(names, [counts.map(([, count]) => String(count))]).join('\n');
}

/** Maximum number of rows for missing operations in the table of a shortened page. */
const MISSING_LISTED = 8;

function summaryTable(all: readonly HandoffRow[], { date }: Handoff, full: boolean): string {
  const missing = all.filter(({ priority }) => priority === 'P2');
  const left = full ? [] : missing.slice(MISSING_LISTED);
  const rows = all.filter((row) => !left.includes(row));
  const cells = rows.map((row) => {
    const { id, priority, server, first, accepted, inFlight } = row;
    const marks = [
      ...(first < date ? [`handed over ${first}`] : ['new']),
      ...(inFlight.length > 0 ? [`in flight: ${inFlight.join(', ')}`] : []),
      ...(accepted === null ? [] : [`accepted until ${accepted.expires}`]),
    ];
    return [
      `[${id}](#${id.toLowerCase()})`,
      priority,
      headline(row),
      plainText(server?.since ?? ''),
      plainText(marks.join('; ')),
    ];
  });
  return [
    ...table(['id', 'priority', 'what', 'server', 'since'], cells),
    ...(left.length === 0 ? [] : ['', `… and ${left.length} more rows of P2 in the JSON.`]),
  ].join('\n');
}
