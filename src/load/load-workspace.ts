import type { Client } from '../model/client.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Config, Target } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import { checkConfig } from './check-config.ts';
import { checkContracts } from './check-contracts.ts';
import { checkSuites } from './check-suites.ts';
import { loadConfig } from './load-config.ts';
import { type LoadedContracts, loadContracts } from './load-contracts.ts';
import { loadLedger } from './load-ledger.ts';
import { loadSuites } from './load-suites.ts';
import { hasFiles } from './read-folder.ts';

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
  const clients = await readClients(root, { config, loaded, report });
  const ledger = await loadLedger(root, config.xfails, report);
  diagnostics.push(
    ...checkContracts(loaded),
    ...checkSuites(suites, loaded),
    ...checkConfig(config, source, contracts),
  );
  return {
    root,
    config: withProfiles(config, contracts.api.profiles),
    contracts,
    suites: suites.map(({ suite }) => suite),
    clients,
    ledger,
    diagnostics: diagnostics.toSorted(byPlace),
  };
}

interface ClientInput {
  readonly config: Config;
  readonly loaded: LoadedContracts;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** What reads clients is itself read only where there are some: a run of suites starts sooner. */
async function readClients(root: string, { config, loaded, report }: ClientInput): Promise<readonly Client[]> {
  if (!(await hasFiles(root, config.clients))) return [];
  const [{ loadClients }, { checkClients }] = await Promise.all([
    import('./load-clients.ts'),
    import('./check-clients.ts'),
  ]);
  const clients = await loadClients(root, config.clients, { profiles: loaded.contracts.api.profiles, report });
  for (const diagnostic of checkClients(clients, { ...loaded, targets: config.targets })) report(diagnostic);
  return clients.map(({ client }) => client);
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
