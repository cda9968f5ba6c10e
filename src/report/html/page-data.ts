import { stringify } from 'yaml';
import { KINDS } from '../../judge/kinds.ts';
import { compareText } from '../../lib/compare-text.ts';
import { groupBy } from '../../lib/group-by.ts';
import { plural } from '../../lib/plural.ts';
import type { Cause } from '../../model/cause.ts';
import type { Finding } from '../../model/finding.ts';
import type {
  PageAlert,
  PageCause,
  PageData,
  PageExchange,
  PageRange,
  PageReason,
  PageSubject,
  PageTile,
} from '../../model/page-data.ts';
import { requestText } from '../../model/route.ts';
import { type Outcome, stepsOf, type Verdict } from '../../model/verdict.ts';
import { exitMeaning } from '../exit-meaning.ts';
import { printableDeep } from '../printable.ts';
import type { ContractLines, HtmlOptions, ReportOptions } from '../reporter.ts';
import { locateSteps, reasonOf, stepsWith } from '../steps.ts';
import { causeSummary } from '../terminal/causes.ts';
import { factRows } from '../terminal/summary.ts';
import { coverageOf } from './observe-coverage.ts';
import { markedRanges, pageExchange, printableLine, type ShownExchange } from './page-exchange.ts';

export interface PagePart extends Omit<HtmlOptions, 'page'> {
  readonly verdict: Verdict;
}

interface PageOptions extends Pick<ReportOptions, 'operations'>, Partial<Pick<PageData, 'matrix' | 'trend'>> {}

export function pageData(given: readonly PagePart[], { operations, matrix = null, trend = [] }: PageOptions): PageData {
  const parts = given.map((part) => ({ ...part, verdict: printableDeep(part.verdict) }));
  const causes = parts.flatMap(causesOf).sort(byGravity);
  return {
    title: parts.map(({ verdict }) => verdict.run.target.name).join(', '),
    subjects: parts.map(subjectOf).sort((a, b) => compareText(b.kind, a.kind)),
    tiles: tilesOf(causes, parts),
    alerts: parts.flatMap(alertsOf).sort((a, b) => ALERTS.indexOf(a.kind) - ALERTS.indexOf(b.kind)),
    causes,
    exchanges: exchangesOf(causes, parts),
    operations: operationsOf(parts, operations),
    unexercised: parts.flatMap(reasonsOf).sort((a, b) => b.count - a.count),
    contracts: Object.fromEntries(
      parts.flatMap(({ contracts = new Map() }) =>
        [...contracts].map(([id, { file, lines }]) => [id, { file, lines: lines.map(printableLine) }] as const),
      ),
    ),
    matrix: matrix && printableDeep(matrix),
    trend,
  };
}

function byGravity(a: PageCause, b: PageCause): number {
  return compareText(a.severity, b.severity) || KINDS[a.kind].gravity - KINDS[b.kind].gravity;
}

function subjectOf({ verdict }: PagePart): PageSubject {
  const { run, exitCode } = verdict;
  return {
    name: run.target.name,
    kind: run.client ? 'client' : 'server',
    fine: exitCode === 0,
    result: exitMeaning(exitCode),
    facts: factRows(verdict).map(({ label, text }) => [label, text] as const),
  };
}

function tilesOf(causes: readonly PageCause[], parts: readonly PagePart[]): readonly PageTile[] {
  const errors = causes.filter(({ severity }) => severity === 'error').length;
  const fresh = causes.filter(({ news }) => news === 'new').length;
  const stepsWith = (outcome: Outcome) => parts.reduce((sum, { verdict }) => sum + verdict.counts.steps[outcome], 0);
  const untried = stepsWith('not-tried') + stepsWith('skipped');
  const declared = Math.max(...parts.map(({ verdict }) => verdict.coverage.declared));
  const exercised = new Set(parts.flatMap(({ verdict }) => verdict.coverage.exercised)).size;
  const tile = (label: string, count: number, tone: PageTile['tone'], link: string): PageTile => ({
    ...{ label, count, tone: count === 0 && tone !== 'plain' ? 'good' : tone, link },
  });
  return [
    tile(errors === 1 ? 'cause fails' : 'causes fail', errors, 'bad', '#/causes?severity=error'),
    tile(
      causes.length - errors === 1 ? 'warning' : 'warnings',
      causes.length - errors,
      'warn',
      '#/causes?severity=warning',
    ),
    ...(causes.every(({ news }) => news === null)
      ? []
      : [tile('new since the baseline', fresh, 'bad', '#/causes?news=new')]),
    tile(
      untried === 1 ? 'step not tried' : 'steps not tried',
      untried,
      stepsWith('not-tried') === 0 ? 'plain' : 'warn',
      '#/untried',
    ),
    tile(`of ${plural(declared, 'operation')} exercised`, exercised, 'plain', '#/coverage'),
  ];
}

const ALERTS: readonly PageAlert['kind'][] = ['xpass', 'blocked', 'expiring', 'ledger', 'stale', 'left behind'];

function alertsOf({ verdict, notes }: PagePart): readonly PageAlert[] {
  const alert = (kind: PageAlert['kind'], title: string, text: string): PageAlert => ({ kind, title, text });
  const blocked = stepsWith(verdict, 'blocked');
  const { name } = verdict.run.target;
  return [
    ...verdict.xpasses.map(({ what, reason, at }) =>
      alert('xpass', what, `Accepted because: ${reason}${at === null ? '' : ` (${at.file}:${at.line})`}`),
    ),
    ...[...groupBy(blocked, reasonOf)].map(([reason, group]) =>
      alert('blocked', `${plural(group.length, 'step')} of ${name} could not be tested`, reason),
    ),
    ...notes.flatMap(({ owner, expiring }) =>
      expiring.map(({ what, expires, at }) =>
        alert('expiring', what, `Its ledger entry expires on ${expires} (${at.file}:${at.line}, owner ${owner})`),
      ),
    ),
    ...verdict.ledgerProblems.map(({ kind, at, message }) =>
      alert('ledger', `${at.file}:${at.line}`, `${kind}: ${message}`),
    ),
    ...verdict.leftovers.map(({ operation, madeBy, reason }) =>
      alert('left behind', `${operation} did not remove what ${madeBy} created`, reason),
    ),
  ];
}

const MOST_STEPS = 50;

function causesOf({ verdict, exchanges, baseline, contracts }: PagePart): readonly PageCause[] {
  const sources = locateSteps(verdict);
  return verdict.causes.map((cause) => {
    const source = sources.get(cause.first.address);
    return pageCause(cause, {
      where: verdict.run.target.name,
      news: baseline === undefined ? null : baseline.has(cause.id) ? 'known' : 'new',
      source: source === undefined || source.file === '' ? null : `${source.file}:${source.line}`,
      exchange: exchanges.get(cause.first.evidence.exchange),
      contract: contracts?.get(cause.first.operation),
    });
  });
}

export function pageCause(cause: Cause, { exchange, contract, ...place }: CausePlace): PageCause {
  const { id, kind, severity, title, operations, fields, count, addresses, first } = cause;
  const { expected, observed, evidence, methods = [], reproduction = [] } = first;
  return {
    ...{ id, ...place, kind, severity, title, operations, fields, count, expected, observed, methods, evidence },
    summary: causeSummary(cause),
    steps: addresses.slice(0, MOST_STEPS),
    marked: {
      ...(exchange === undefined ? { request: null, response: null } : markedRanges(exchange, evidence.pointer)),
      contract: contract === undefined ? null : fieldLines(contract, first),
    },
    reproduction,
    entry: ledgerEntry(cause, place.where),
  };
}

interface CausePlace extends Pick<PageCause, 'where' | 'news' | 'source'> {
  readonly exchange?: ShownExchange;
  readonly contract?: ContractLines;
}

/** Returns the line with the field's name and the more deeply indented lines below. */
function fieldLines({ lines, fields }: ContractLines, { field, tried }: Finding): PageRange | null {
  const name = field ?? tried?.about ?? '';
  const line = fields.get(name) ?? fields.get(name.split('.')[0] ?? '');
  if (line === undefined) return null;
  const indent = (at: number) => lines[at]?.search(/\S/) ?? -1;
  let end = line;
  while (end < lines.length && indent(end) > indent(line - 1)) end++;
  return [line - 1, end];
}

function ledgerEntry({ id, addresses: [step] }: Cause, where: string): string {
  const words = { reason: 'why somebody accepted the finding', owner: 'who removes it', expires: 'YYYY-MM-DD' };
  return stringify([{ where, cause: id, ...(step !== undefined && { step }), ...words }], { lineWidth: 0 });
}

/** A page with longer requests and responses opens slowly. */
const MOST_TEXT = 12_000_000;

/** Adds the exchanges of the most severe causes first, until the page is full. */
function exchangesOf(causes: readonly PageCause[], parts: readonly PagePart[]): PageData['exchanges'] {
  const shown: Record<string, PageExchange> = {};
  let room = MOST_TEXT;
  for (const { evidence, where } of causes) {
    const exchange = parts.find(({ verdict }) => verdict.run.target.name === where)?.exchanges.get(evidence.exchange);
    if (exchange === undefined || Object.hasOwn(shown, evidence.exchange)) continue;
    const page = pageExchange(exchange);
    for (const line of [...page.request, ...(page.response ?? [])]) room -= line.length + 4;
    if (room < 0) break;
    shown[evidence.exchange] = page;
  }
  return shown;
}

function operationsOf(parts: readonly PagePart[], contracts: ReportOptions['operations']): PageData['operations'] {
  const steps = groupBy(
    parts.flatMap(({ verdict }) => stepsOf(verdict.scenarios)),
    ({ operation }) => operation ?? '',
  );
  const subjects = parts.map(({ verdict: { coverage, run } }) => ({
    ...{ name: run.target.name, exercised: new Set(coverage.exercised), unexercised: new Set(coverage.unexercised) },
  }));
  const ids = new Set(subjects.flatMap(({ exercised, unexercised }) => [...exercised, ...unexercised]));
  return [...ids].sort().map((id) => {
    const contract = contracts.get(id);
    const seen = parts.find(({ coverage }) => coverage?.has(id))?.coverage?.get(id);
    const naming = (list: 'exercised' | 'unexercised') =>
      subjects.filter((subject) => subject[list].has(id)).map(({ name }) => name);
    const outcomes: Record<string, number> = {};
    for (const { outcome } of steps.get(id) ?? []) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    return {
      id,
      request: contract === undefined ? '' : requestText(contract),
      ...{ exercised: naming('exercised'), unexercised: naming('unexercised'), outcomes },
      ...coverageOf(contract ?? {}, seen),
    };
  });
}

function reasonsOf({ verdict }: PagePart): readonly PageReason[] {
  return (['not-tried', 'skipped'] as const).flatMap((outcome) => {
    const groups = groupBy(stepsWith(verdict, outcome), reasonOf);
    return [...groups].map(([reason, group]) => ({
      ...{ where: verdict.run.target.name, reason, count: group.length },
      outcome: outcome === 'skipped' ? ('skipped' as const) : ('not tried' as const),
      steps: group.slice(0, MOST_STEPS).map(({ address }) => address),
    }));
  });
}
