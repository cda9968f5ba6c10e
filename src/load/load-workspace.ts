import { compareText } from '../lib/compare-text.ts';
import { mapValues } from '../lib/map-values.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Client } from '../model/client.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { FINDING_KINDS, isFindingKind } from '../model/finding.ts';
import type { Ledger, Xfail } from '../model/ledger.ts';
import type { Config, Target } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import { reportAt } from './build-context.ts';
import { checkContracts } from './check-contracts.ts';
import { checkSuites } from './check-suites.ts';
import { type XfailFile, xfailsFormat } from './formats/xfails-format.ts';
import { loadConfig } from './load-config.ts';
import { type LoadedContracts, loadContracts } from './load-contracts.ts';
import { loadSuites } from './load-suites.ts';
import { hasFiles, readOptional } from './read-folder.ts';
import { readList } from './versioned-list.ts';
import { type Path, parseYaml, type YamlSource } from './yaml-source.ts';

interface LoadOptions {
  /** A settings file in place of `parity.config.yaml`, relative to the project's folder. */
  readonly configFile?: string;
}

/** Reads and checks all data files of a project, and collects their mistakes. */
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

/** The code for clients is imported only in a project with clients, to save time in all other projects. */
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

/** A target without a profile gets the first profile of the API. */
function withProfiles(config: Config, profiles: readonly string[]): Config {
  const named = (target: Target): Target =>
    target.profile === '' ? { ...target, profile: profiles[0] ?? 'default' } : target;
  return {
    ...config,
    targets: mapValues(config.targets, named),
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.at.file !== b.at.file) return compareText(a.at.file, b.at.file);
  return a.at.line - b.at.line || a.at.column - b.at.column || (a.message < b.message ? -1 : 1);
}

function checkConfig(config: Config, source: YamlSource, { api }: ContractSet): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (path: Path, message: string, hint?: string) =>
    reportAt(
      { source, report: (diagnostic) => found.push(diagnostic) },
      { path, code: 'config-invalid', message, hint },
    );
  for (const [name, target] of Object.entries(config.targets)) {
    const path = ['targets', name];
    if (target.profile !== '' && !api.profiles.includes(target.profile))
      report(
        [...path, 'profile'],
        `must be a profile of the API; was "${target.profile}"`,
        `known: ${api.profiles.join(', ')}`,
      );
    for (const [actor, kinds] of Object.entries(target.actors))
      for (const kind of Object.keys(kinds).filter((each) => !Object.hasOwn(api.auth, each)))
        report(
          [...path, 'actors', actor, kind],
          `must be an authentication kind of the API; was "${kind}"`,
          `known: ${Object.keys(api.auth).join(', ')}`,
        );
  }
  if (!Object.hasOwn(config.targets, config.defaultTarget))
    report(
      ['default_target'],
      `must be a target; was "${config.defaultTarget}"`,
      `known: ${Object.keys(config.targets).join(', ')}`,
    );
  for (const kind of Object.keys(config.severity).filter((each) => !isFindingKind(each))) {
    report(['severity', kind], `must be a finding kind; was "${kind}"`, didYouMean(kind, FINDING_KINDS));
  }
  return found;
}

type Report = (diagnostic: Diagnostic) => void;

/** A missing ledger counts as empty. */
async function loadLedger(root: string, file: string, report: Report): Promise<Ledger> {
  const text = await readOptional(root, file);
  if (text === null) return { file, entries: [] };
  const source = parseYaml(file, text);
  const { entries, diagnostics, pathOf } = readList<XfailFile>(source, xfailsFormat);
  for (const diagnostic of diagnostics) report(diagnostic);
  return { file, entries: entries.flatMap((entry, index) => toXfail(source, { entry, at: pathOf(index), report })) };
}

interface EntryInput {
  readonly entry: XfailFile;
  readonly at: Path;
  readonly report: Report;
}

function toXfail(source: YamlSource, { entry, at, report }: EntryInput): Xfail[] {
  const { where, cause, field, places, reason, ref, owner, expires, strict } = entry;
  const kind = entry.kind ?? cause?.split('/')[0] ?? '';
  if (!isFindingKind(kind)) {
    const hint = didYouMean(kind, FINDING_KINDS) ?? '`parity explain` lists the kinds';
    const path = [...at, entry.kind === undefined ? 'cause' : 'kind'];
    report({
      severity: 'error',
      code: 'xfail-unmatched',
      at: source.locate(path),
      path: path.join('.'),
      message: `must be a finding kind; was "${kind}"`,
      hint,
    });
    return [];
  }
  return [
    {
      where,
      place: placeOf(entry),
      kind,
      reason,
      owner,
      expires,
      strict: strict ?? false,
      at: source.locate(at),
      ...(cause !== undefined && entry.step !== undefined && { witness: entry.step }),
      ...(field !== undefined && { field }),
      ...(entry.try !== undefined && { tries: entry.try }),
      ...(places !== undefined && { places }),
      ...(ref !== undefined && { ref }),
    },
  ];
}

function placeOf({ step, operation = '', cause }: XfailFile): Xfail['place'] {
  if (cause !== undefined) return { cause };
  return step === undefined ? { operation } : { step };
}
