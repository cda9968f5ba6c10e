import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractSet } from '../../model/contract.ts';
import type { Exchange, RecordingPieces } from '../../model/exchange.ts';
import type { ClientExchange, Trace } from '../../model/trace.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { createCoverage } from '../../report/html/observe-coverage.ts';
import type { ContractLines, HtmlOptions, PageAssets, PageEvidence } from '../../report/reporter.ts';

export type EvidenceOf = (verdict: Verdict) => Promise<PageEvidence>;

/** Reads the recording a second time, because keeping every exchange would take too much memory. */
export function recordedEvidence(read: () => RecordingPieces, { operations }: ContractSet): EvidenceOf {
  return async (verdict) => {
    const ids = shownIds(verdict);
    const exchanges = new Map<string, Exchange>();
    const coverage = createCoverage(operations);
    for await (const entries of read())
      for (const entry of entries) {
        if (entry.kind !== 'exchange') continue;
        coverage.add(entry);
        if (ids.has(entry.id)) exchanges.set(entry.id, entry);
      }
    return { exchanges, coverage: coverage.seen };
  };
}

export function tracedEvidence({ calls }: Trace): EvidenceOf {
  return async (verdict) => {
    const ids = shownIds(verdict);
    const known = ({ operation }: ClientExchange) => operation !== null;
    const shown = calls.flatMap(({ id, exchanges }) => {
      const exchange = ids.has(id) ? (exchanges.find(known) ?? exchanges[0]) : undefined;
      return exchange === undefined ? [] : [[id, exchange] as const];
    });
    return { exchanges: new Map(shown) };
  };
}

function shownIds({ causes }: Verdict): ReadonlySet<string> {
  return new Set(causes.map(({ first }) => first.evidence.exchange));
}

/** Quoting thousands of contracts would make the HTML page slow to open. */
const MOST_CONTRACTS = 500;

/** A contract file that cannot be read is not quoted. */
export async function contractLines(
  causes: Verdict['causes'],
  { root, contracts }: Workspace,
): Promise<NonNullable<HtmlOptions['contracts']>> {
  const ids = [...new Set(causes.map(({ first }) => first.operation))].slice(0, MOST_CONTRACTS);
  const read = ids.map(async (id): Promise<readonly (readonly [string, ContractLines])[]> => {
    const contract = contracts.operations.get(id);
    const text = contract && (await readFile(join(root, contract.at.file), 'utf8').catch(() => undefined));
    if (contract === undefined || text === undefined) return [];
    const fields = new Map(contract.fields.map(({ name, at }) => [name, at.line]));
    return [[id, { file: contract.at.file, lines: text.trimEnd().split('\n'), fields }]];
  });
  return new Map((await Promise.all(read)).flat());
}

/** If wireparity runs from its sources, `page.js` and `page.css` come from the last build in `dist/`. */
export async function pageAssets(): Promise<PageAssets> {
  const read = (name: string) =>
    readFile(new URL(`./page/${name}`, import.meta.url), 'utf8').catch(() =>
      readFile(new URL(`../../../dist/page/${name}`, import.meta.url), 'utf8'),
    );
  const [script, style] = await Promise.all([read('page.js'), read('page.css')]);
  return { script, style };
}
