import { KINDS } from '../../judge/kinds.ts';
import { jsonTextDifference } from '../../lib/json-difference.ts';
import { plural } from '../../lib/plural.ts';
import type { Cause } from '../../model/cause.ts';
import type { Finding, Tried } from '../../model/finding.ts';
import type { Xfail } from '../../model/ledger.ts';
import { stepsOf, type Verdict } from '../../model/verdict.ts';
import { cut } from '../columns.ts';
import { findingName, sayAssumption } from '../finding-words.ts';
import { locateSteps, type StepSource } from '../steps.ts';
import { causeLines, sayTried } from './causes.ts';
import { enumerate, type Labelled, labelled, nameOperation, paragraph, type Screen } from './screen.ts';

/** Returns a list of all causes that fail the run, and then the details of the most severe causes. */
export function renderFailures(verdict: Verdict, screen: Screen): readonly string[] {
  const causes = verdict.causes.filter(({ severity }) => severity === 'error');
  if (causes.length === 0) return [];
  const count = causes.reduce((sum, cause) => sum + cause.count, 0);
  const sources = locateSteps(verdict);
  const accepted = acceptedElsewhere(verdict);
  const { causes: inFull } = screen.limits;
  const of = causes.length < count ? ` of ${plural(causes.length, 'cause')}` : '';
  const heading = `${screen.paint.bold(screen.paint.red('FAILED'))}  ${plural(count, 'finding')}${of}`;
  const blocks = causes
    .slice(0, inFull)
    .map((cause, index) =>
      renderCause(
        cause,
        { number: index + 1, source: sources.get(cause.first.address), accepted: accepted.get(cause.id) },
        screen,
      ),
    );
  const rest =
    causes.length > inFull
      ? [
          '',
          `  ${screen.details} has ${inFull === 0 ? 'all causes' : `the other ${causes.length - inFull} causes`} in full`,
        ]
      : [];
  const overview =
    causes.length > Math.min(1, inFull) ? [...causeLines(causes, screen), ...(inFull > 0 ? [''] : [])] : [];
  return [heading, ...overview, ...blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block])), ...rest];
}

interface Position {
  readonly number: number;
  readonly source: StepSource | undefined;
  /** A ledger entry that already accepts the same cause in another step. */
  readonly accepted: Xfail | undefined;
}

function acceptedElsewhere({ scenarios }: Verdict): ReadonlyMap<string, Xfail> {
  const excused = stepsOf(scenarios).flatMap((step) => step.excused);
  return new Map(excused.map(({ finding, xfail }) => [finding.cause, xfail]));
}

function renderCause(cause: Cause, { number, ...position }: Position, screen: Screen): readonly string[] {
  const { first, count } = cause;
  const indent = `  ${number}. `.length;
  const [head = '', ...rest] = paragraph(
    `${first.address}  ${findingName(first)}${count > 1 ? ` ×${count}` : ''}`,
    indent,
    screen,
  );
  const lines = [head, ...rest].map((line) => screen.paint.bold(line));
  lines[0] = `  ${number}. ${screen.paint.bold(head.trimStart())}`;
  return [
    ...lines,
    ...paragraph(`${KINDS[first.kind].title}.`, indent, screen),
    ...labelled(rowsOf(cause, position, screen), indent, screen),
    ...differenceLines(first, indent, screen),
    ...reproductionLines(first, indent, screen),
  ];
}

function rowsOf(
  { id, first, addresses, operations, tried }: Cause,
  { source, accepted }: Omit<Position, 'number'>,
  screen: Screen,
): Labelled[] {
  const { evidence } = first;
  const others = addresses.slice(1);
  const assumption = sayAssumption(first);
  return [
    { label: 'expected', text: first.expected },
    { label: 'observed', text: first.observed },
    tried === null ? [] : { label: 'tried', text: sayTry(tried) },
    assumption === undefined ? [] : { label: 'assumes', text: assumption },
    { label: 'operation', text: nameOperation(first.operation, screen) },
    operations.length < 2
      ? []
      : {
          label: 'also in',
          text: enumerate(
            operations.filter((id) => id !== first.operation),
            8,
          ),
        },
    { label: 'evidence', text: `${evidence.exchange} ${evidence.pointer}` },
    evidence.excerpt === first.observed || evidence.excerpt === '' ? [] : { label: 'excerpt', text: evidence.excerpt },
    source === undefined ? [] : { label: 'source', text: `${source.file}:${source.line}` },
    others.length === 0
      ? []
      : { label: 'also at', text: `${plural(others.length, 'more step', 'more steps')}: ${enumerate(others, 3)}` },
    { label: 'cause', text: id },
    accepted === undefined ? [] : { label: 'ledger', text: sayAccepted(accepted) },
    { label: 'explain', text: `parity explain ${first.kind}` },
  ].flat();
}

function sayAccepted({ at, places }: Xfail): string {
  const where = places === undefined ? 'elsewhere' : `at ${plural(places.length, 'other place')}`;
  return `not accepted here: the entry at ${at.file}:${at.line} accepts this cause only ${where}`;
}

/** For an expected object or list, returns the members that differ. */
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

/** Only the last requests of a long reproduction are shown. */
const SHOWN = 12;

/** Never wraps or shortens a line, because users paste the lines. */
function reproductionLines({ reproduction = [] }: Finding, indent: number, screen: Screen): readonly string[] {
  if (reproduction.length === 0) return [];
  const left = Math.max(0, reproduction.length - SHOWN);
  const space = ' '.repeat(indent);
  return [
    `${space}${screen.paint.dim('reproduce')}`,
    ...(left > 0 ? [`${space}  # not shown: ${plural(left, 'earlier request')} (see ${screen.details})`] : []),
    ...reproduction.slice(left).map((line) => `${space}  ${line}`),
  ];
}

/** Describes a variation, with the name that a ledger entry uses. */
function sayTry(tried: Tried): string {
  const { what, value } = tried;
  const words = sayTried(tried);
  return `${words}${words.startsWith(what) ? '' : ` (${what})`}${value === undefined ? '' : `: ${value}`}`;
}
