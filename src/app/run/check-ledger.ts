import { auditLedger } from '../../gate/audit-ledger.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { UNDOCUMENTED } from '../../model/exchange.ts';
import type { LedgerProblem } from '../../model/ledger.ts';
import type { Judged } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { knownAddresses, ledgerNames } from '../reports/conclude.ts';

/** Finds duplicate entries, and entries that contain an unknown name. */
export async function checkLedger(workspace: Workspace, today: string): Promise<readonly Diagnostic[]> {
  const { ledger, config, diagnostics } = workspace;
  if (ledger.entries.length === 0 || diagnostics.some(({ severity }) => severity === 'error')) return [];
  const named = Object.keys(config.targets).filter((name) => ledger.entries.some(({ where }) => where === name));
  // Checks at least the default target, to find entries that name an unknown target.
  const wheres = named.length === 0 ? [config.defaultTarget] : named;
  const problems: LedgerProblem[] = [];
  for (const where of wheres) problems.push(...(await problemsOn(where, workspace, today)));
  const found = problems.filter(({ kind }) => kind === 'unmatched' || kind === 'duplicate').map(toDiagnostic);
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

async function problemsOn(where: string, workspace: Workspace, today: string): Promise<readonly LedgerProblem[]> {
  const { contracts, config, ledger } = workspace;
  const target = Object.hasOwn(config.targets, where) ? config.targets[where] : undefined;
  const profile = target?.profile || contracts.api.profiles[0] || 'default';
  const { problems } = auditLedger(NOTHING_RAN, ledger, {
    ...{ where, today, profile, contracts, strictXpass: false, whole: false },
    addresses: await knownAddresses(workspace, profile),
    operations: [...contracts.operations.keys(), UNDOCUMENTED],
    wheres: ledgerNames(workspace),
  });
  return problems;
}

const NOTHING_RAN: Pick<Judged, 'scenarios' | 'end'> = { scenarios: [], end: null };

function toDiagnostic({ kind, at, message, hint }: LedgerProblem): Diagnostic {
  return { severity: 'error', code: `ledger-${kind}`, at, path: '', message, hint };
}
