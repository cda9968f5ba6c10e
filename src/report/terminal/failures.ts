import { KINDS } from '../../judge/kinds.ts';
import { jsonTextDifference } from '../../lib/json-difference.ts';
import type { Finding } from '../../model/finding.ts';
import type { Verdict } from '../../model/verdict.ts';
import { cut } from '../columns.ts';
import { countMark, type FindingGroup, groupFindings } from '../group-findings.ts';
import { locateSteps, type StepSource } from '../locate-steps.ts';
import { plural } from '../words.ts';
import { capped, enumerate, type Labelled, labelled, nameOperation, paragraph, type Screen } from './screen.ts';

/** Every finding that fails the run, one block for each cause. */
export function renderFailures(verdict: Verdict, screen: Screen): readonly string[] {
  const errors = verdict.findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return [];
  const groups = groupFindings(errors);
  const sources = locateSteps(verdict);
  const causes = groups.length < errors.length ? ` of ${plural(groups.length, 'cause')}` : '';
  const heading = `${screen.paint.bold(screen.paint.red('FAILED'))}  ${plural(errors.length, 'finding')}${causes}`;
  const blocks = capped(groups, screen, (group, index) => [
    ...(index === 0 ? [] : ['']),
    ...renderGroup(group, { number: index + 1, source: sources.get(group.first.address) }, screen),
  ]);
  return [heading, ...blocks];
}

interface Position {
  readonly number: number;
  readonly source: StepSource | undefined;
}

function renderGroup(group: FindingGroup, { number, source }: Position, screen: Screen): readonly string[] {
  const { first } = group;
  const indent = `  ${number}. `.length;
  const [head = '', ...rest] = paragraph(`${first.address}  ${nameFinding(first)}${countMark(group)}`, indent, screen);
  const lines = [head, ...rest].map((line) => screen.paint.bold(line));
  lines[0] = `  ${number}. ${screen.paint.bold(head.trimStart())}`;
  return [
    ...lines,
    ...paragraph(`${KINDS[first.kind].title}.`, indent, screen),
    ...labelled(rowsOf(group, source, screen), indent, screen),
    ...differenceLines(first, indent, screen),
    ...reproductionLines(first, indent, screen),
  ];
}

function rowsOf({ first, addresses }: FindingGroup, source: StepSource | undefined, screen: Screen): Labelled[] {
  const { evidence } = first;
  const others = addresses.slice(1);
  return [
    { label: 'expected', text: first.expected },
    { label: 'observed', text: first.observed },
    { label: 'operation', text: nameOperation(first.operation, screen) },
    { label: 'evidence', text: `${evidence.exchange} ${evidence.pointer}` },
    evidence.excerpt === first.observed || evidence.excerpt === '' ? [] : { label: 'excerpt', text: evidence.excerpt },
    source === undefined ? [] : { label: 'source', text: `${source.file}:${source.line}` },
    others.length === 0
      ? []
      : { label: 'also at', text: `${plural(others.length, 'more step', 'more steps')}: ${enumerate(others, 3)}` },
    { label: 'explain', text: `parity explain ${first.kind}` },
  ].flat();
}

/** Of an expectation on an object or list: which of its members differ. */
function differenceLines({ expected, observed }: Finding, indent: number, screen: Screen): readonly string[] {
  const lines = jsonTextDifference(expected, observed);
  const space = ' '.repeat(indent);
  if (lines.length === 0) return [];
  const room = screen.width - indent - 2;
  return [
    `${space}${screen.paint.dim('difference')}  - expected  + observed`,
    ...lines.map((line) => `${space}  ${cut(line, room)}`),
  ];
}

/** Requests of a reproduction that are shown: the last ones. */
const SHOWN = 12;

/** Never wrapped or cut: a line is there to be copied. */
function reproductionLines({ reproduction = [] }: Finding, indent: number, screen: Screen): readonly string[] {
  if (reproduction.length === 0) return [];
  const left = Math.max(0, reproduction.length - SHOWN);
  const space = ' '.repeat(indent);
  return [
    `${space}${screen.paint.dim('reproduce')}`,
    ...(left > 0 ? [`${space}  # after ${plural(left, 'more request')}: ${screen.details} has all`] : []),
    ...reproduction.slice(left).map((line) => `${space}  ${line}`),
  ];
}

function nameFinding({ kind, field }: Finding): string {
  return field === null ? kind : `${kind} of ${field === '' ? 'the whole body' : field}`;
}
