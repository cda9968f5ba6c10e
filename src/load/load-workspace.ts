import type { Diagnostic } from '../model/diagnostic.ts';
import type { Config, Target } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import { checkClients } from './check-clients.ts';
import { checkConfig } from './check-config.ts';
import { checkContracts } from './check-contracts.ts';
import { checkSuites } from './check-suites.ts';
import { loadClients } from './load-clients.ts';
import { loadConfig } from './load-config.ts';
import { loadContracts } from './load-contracts.ts';
import { loadLedger } from './load-ledger.ts';
import { loadSuites } from './load-suites.ts';

export interface LoadOptions {
  /** A file other than `parity.config.yaml`, relative to the root. */
  readonly configFile?: string;
}

/** Reads and checks every data file of a project. Mistakes come back in `diagnostics`, all at once. */
export async function loadWorkspace(root: string, options: LoadOptions = {}): Promise<Workspace> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const { config, source } = await loadConfig(root, options.configFile, report);
  const loaded = await loadContracts(root, config.contracts);
  const { contracts } = loaded;
  diagnostics.push(...loaded.diagnostics);
  const suites = await loadSuites(root, config.suites, { profiles: contracts.api.profiles, report });
  const clients = await loadClients(root, config.clients, { profiles: contracts.api.profiles, report });
  const ledger = await loadLedger(root, config.xfails, report);
  diagnostics.push(
    ...checkContracts(loaded),
    ...checkSuites(suites, loaded),
    ...checkClients(clients, { ...loaded, targets: config.targets }),
    ...checkConfig(config, source, contracts),
  );
  return {
    root,
    config: withProfiles(config, contracts.api.profiles),
    contracts,
    suites: suites.map(({ suite }) => suite),
    clients: clients.map(({ client }) => client),
    ledger,
    diagnostics: diagnostics.toSorted(byPlace),
  };
}

/** A target that names no profile has the API's first one. */
function withProfiles(config: Config, profiles: readonly string[]): Config {
  const named = (target: Target): Target =>
    target.profile === '' ? { ...target, profile: profiles[0] ?? 'default' } : target;
  return {
    ...config,
    targets: Object.fromEntries(Object.entries(config.targets).map(([name, target]) => [name, named(target)])),
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.line - b.at.line || a.at.column - b.at.column || (a.message < b.message ? -1 : 1);
}
