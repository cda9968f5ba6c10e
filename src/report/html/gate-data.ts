import { groupCauses } from '../../judge/causes/group-causes.ts';
import type { Finding } from '../../model/finding.ts';
import type { GateResult } from '../../model/gate-result.ts';
import type { PageAlert, PageCause, PageData, PageTile } from '../../model/page-data.ts';
import { exitMeaning } from '../exit-meaning.ts';
import { printableDeep } from '../printable.ts';
import type { SarifOptions } from '../sarif.ts';
import { pageCause } from './page-data.ts';

/** New findings of the pull request come first. */
export function gateData(raw: GateResult, { locate }: Pick<SarifOptions, 'locate'>): PageData {
  const result = printableDeep(raw);
  const { client, coverage, notTried, exitCode } = result;
  const listed = (findings: readonly Finding[], news: string): readonly PageCause[] =>
    groupCauses(findings).map((cause) => {
      const { file, line } = locate(cause.first);
      return pageCause(cause, { where: client, news, source: `${file}:${line}` });
    });
  const fresh = [...listed(result.added, 'new'), ...listed(result.contractBacked, 'new, with its contract')];
  const [known, gone] = [listed(result.known, 'known'), listed(result.gone, 'gone')];
  const beside = [
    ...listed(result.comesWith, 'about a new method or argument'),
    ...listed(result.unrepeated, 'seen only once'),
    ...known,
    ...listed(result.excused, 'accepted'),
    ...gone,
  ];
  return {
    title: client,
    subjects: [
      {
        name: client,
        kind: 'pull request',
        fine: exitCode === 0,
        result: exitMeaning(exitCode),
        facts: factsOf(result),
      },
    ],
    tiles: tilesOf(fresh, { known, gone, covered: coverage.head.length }),
    alerts: alertsOf(result),
    causes: [...fresh, ...beside],
    exchanges: {},
    operations: operationsOf(result),
    ...{ contracts: {}, matrix: null, trend: [] },
    unexercised: notTried.map(({ method, reason }) => ({
      ...{ where: client, outcome: 'not tried' as const, reason, count: 1, steps: [method] },
    })),
  };
}

function operationsOf({ client, coverage: { base, head } }: GateResult): PageData['operations'] {
  return [...new Set([...head, ...base])].sort().map((id) => ({
    ...{ id, request: '', outcomes: {}, statuses: [], locations: [], never: [] },
    ...(head.includes(id) ? { exercised: [client], unexercised: [] } : { exercised: [], unexercised: [client] }),
  }));
}

function factsOf({ base, head, coverage }: GateResult): PageData['subjects'][number]['facts'] {
  return [
    ['Base', base],
    ['Head', head],
    [
      'Covered',
      `${coverage.base.length} operations at the base revision, ${coverage.head.length} at the head revision`,
    ],
  ];
}

interface Others {
  readonly known: readonly PageCause[];
  readonly gone: readonly PageCause[];
  readonly covered: number;
}

function tilesOf(fresh: readonly PageCause[], { known, gone, covered }: Others): readonly PageTile[] {
  const errors = fresh.filter(({ severity }) => severity === 'error').length;
  const warnings = fresh.length - errors;
  return [
    {
      label: 'new causes fail',
      count: errors,
      tone: errors > 0 ? 'bad' : 'good',
      link: '#/causes?news=new&severity=error',
    },
    {
      label: 'new warnings',
      count: warnings,
      tone: warnings > 0 ? 'warn' : 'good',
      link: '#/causes?news=new&severity=warning',
    },
    { label: 'known at the base', count: known.length, tone: 'plain', link: '#/causes?news=known' },
    { label: 'gone', count: gone.length, tone: 'plain', link: '#/causes?news=gone' },
    { label: 'operations covered', count: covered, tone: 'plain', link: '#/coverage' },
  ];
}

function alertsOf({ blocked, versions, manifest, ledgerProblems }: GateResult): readonly PageAlert[] {
  return [
    ...blocked.map(({ method, reason }) => ({ kind: 'blocked' as const, title: method, text: reason })),
    ...ledgerProblems.map(({ at, kind, message }) => ({
      ...{ kind: 'ledger' as const, title: `${at.file}:${at.line}`, text: `${kind}: ${message}` },
    })),
    ...[...versions, ...(manifest ?? [])].map((text) => ({ kind: 'stale' as const, title: text, text: '' })),
  ];
}
