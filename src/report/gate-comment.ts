import { KINDS } from '../judge/kinds.ts';
import { compareText } from '../lib/compare-text.ts';
import { listWords } from '../lib/list-words.ts';
import { plural } from '../lib/plural.ts';
import type { Finding } from '../model/finding.ts';
import type { GateResult } from '../model/gate-result.ts';
import { exitMeaning } from './exit-meaning.ts';
import { sidesOf, subjectOf } from './finding-words.ts';
import { code, plainText } from './markdown-text.ts';
import { withoutCommands } from './printable.ts';

/** The limits for 0 to 5 lists. With these limits, the whole comment fits on 40 lines. */
const ROOM = [
  { shown: 6, listed: 0 },
  { shown: 6, listed: 5 },
  { shown: 6, listed: 4 },
  { shown: 4, listed: 3 },
  { shown: 3, listed: 2 },
  { shown: 3, listed: 1 },
] as const;

type Locate = (finding: Finding) => { readonly file: string; readonly line: number };

export function renderGateComment(result: GateResult, locate: Locate): string {
  const { client, exitCode } = result;
  const verdict = exitCode === 0 ? 'passes' : `fails (${exitMeaning(exitCode)})`;
  const lists = listsOf(result).filter(({ lines }) => lines.length > 0);
  const { shown, listed } = ROOM[lists.length] ?? ROOM[5];
  const blocks = [
    `### wireparity: \`${client}\` ${verdict}`,
    summaryLine(result),
    ...newBlock(result, shown, locate),
    ...lists.map((list) => listBlock(list, listed)),
    ...countLines(result),
  ];
  return withoutCommands(`${blocks.filter((block) => block !== '').join('\n\n')}\n`);
}

function summaryLine({ base, head, coverage, added, gone }: GateResult): string {
  const [before, now] = [coverage.base.length, coverage.head.length];
  const change = before === now ? `${plural(now, 'operation')} covered` : `operations covered: ${before} → ${now}`;
  const advice = added.length > 0 ? ' · see `parity explain KIND`' : '';
  return `${short(base)} → ${short(head)} · ${change} · ${plural(added.length, 'new finding')} · ${gone.length} gone${advice}`;
}

interface List {
  readonly title: string;
  readonly lines: readonly string[];
}

function listsOf({ contractBacked, versions, manifest, blocked, ledgerProblems }: GateResult): readonly List[] {
  return [
    {
      title:
        'Findings that appear only with the contracts of the base revision, because the pull request changes both a contract and the client',
      lines: contractBacked.map(
        (finding) =>
          `${finding.kind} ${subjectOf(finding)}: expected ${finding.expected}, observed ${finding.observed}`,
      ),
    },
    { title: 'The client states its version in several places, and the versions differ', lines: versions },
    { title: 'The manifest differs from the evidence; run `parity manifest` to write it again', lines: manifest ?? [] },
    { title: 'Could not be tested', lines: blocked.map(({ method, reason }) => `${method}: ${reason}`) },
    { title: 'The ledger', lines: ledgerProblems.map(({ at, message }) => `${at.file}:${at.line} ${message}`) },
  ];
}

function newBlock({ added }: GateResult, most: number, locate: Locate): readonly string[] {
  if (added.length === 0) return [];
  const shown = added.slice(0, most).map((finding, index) => {
    const mark = finding.severity === 'error' ? '' : ' (warning)';
    const [before, after] = sidesOf(finding);
    const { file, line } = locate(finding);
    return [
      `${index + 1}. **${finding.kind}** ${code(subjectOf(finding))}${mark}: ${KINDS[finding.kind].title}.`,
      `   ${before} ${code(finding.expected)}, ${after} ${code(finding.observed)} (${code(`${file}:${line}`)}, ${code(finding.evidence.exchange)})`,
    ].join('\n');
  });
  const more = added.length - most;
  return [[...shown, ...(more > 0 ? [`… and ${more} more in the report`] : [])].join('\n')];
}

function listBlock({ title, lines }: List, most: number): string {
  const shown = lines.slice(0, most).map((line) => `- ${plainText(line)}`);
  const more = lines.length - most;
  return [`**${title}**`, ...shown, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n');
}

/** These lines tell what does not fail the pull request, and how many findings are known, accepted or gone. */
function countLines(result: GateResult): readonly string[] {
  const { known, excused, gone, reduced, comesWith, unrepeated, notTried } = result;
  const line = (title: string, findings: readonly Finding[]) =>
    findings.length === 0 ? '' : `${plural(findings.length, 'finding')} ${title}: ${kindCounts(findings)}.`;
  const partly = reduced.map(({ cause, before, now }) => `${code(cause)} ${now} of ${before}`).join(', ');
  const named = (title: string, names: readonly string[]) =>
    names.length === 0 ? '' : `${title}: ${listWords(names, NAMES)}.`;
  return [
    named(
      'Findings about a new method or argument (not counted as failures)',
      comesWith.map((finding) => `${finding.kind} ${code(subjectOf(finding))}`),
    ),
    named(
      'New methods that were not tried (not counted as failures)',
      notTried.map(({ method, reason }) => `${code(method)} (${plainText(reason)})`),
    ),
    named(
      'Findings of the first trace that the second trace does not show (not counted as failures)',
      unrepeated.map((finding) => `${finding.kind} ${code(subjectOf(finding))}`),
    ),
    line('known', known),
    line('accepted in the ledger', excused),
    line('gone', gone),
    partly === '' ? '' : `partly repaired, remaining: ${partly}.`,
  ];
}

const NAMES = 8;

function kindCounts(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  return sorted.map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function short(revision: string): string {
  return revision.replace(/^[0-9a-f]{40}/, (commit) => commit.slice(0, 9));
}
