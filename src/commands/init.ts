import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseTarget } from '../app/choose-target.ts';
import { readApiDocument } from '../app/fetch-document.ts';
import { type NewFile, writeAllOrNone } from '../app/init/contract-files.ts';
import { type FirstServer, suiteText, workspaceFiles } from '../app/init/first-workspace.ts';
import { askDocument, askServer, type InitFlags } from '../app/init/init-answers.ts';
import { type Io, typable } from '../app/io.ts';
import { openWorkspace } from '../app/open-workspace.ts';
import { actorsOf } from '../app/run/plan-for.ts';
import { preflight } from '../app/run/preflight.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { loadConfig } from '../load/load-config.ts';
import { hasFiles } from '../load/read-folder.ts';
import type { Scenario } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import { credentialVariable } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import type { ApiDocument } from '../openapi/api-document.ts';
import { isUrl } from '../openapi/load-bundle.ts';
import { updateContractFiles } from '../openapi/update-contract-files.ts';
import { firstCalls, isOpen } from '../plan/first-calls.ts';
import { type FirstCall, type Preflight, renderInit } from '../report/init.ts';

/** Creates a working project and sends a few requests, but overwrites no file. */
export async function init(flags: InitFlags, io: Io): Promise<number> {
  const { config } = await loadConfig(io.cwd, undefined, () => undefined);
  const hasContracts = await hasFiles(io.cwd, config.contracts);
  const document = hasContracts
    ? undefined
    : await readApiDocument(await askDocument(flags, io), { io, config, allowRemote: flags.allowRemote });
  const server = (await isThere(config.at.file, io)) ? undefined : await askServer(flags, document, io);
  const imported = document === undefined ? [] : contractFiles(document, config.contracts);
  const filesFor = (at: FirstServer | undefined) =>
    workspaceFiles({ server: at, auth: Object.keys(document?.auth ?? {}), version: io.version });
  const { fresh, existing } = await splitExisting([...imported, ...filesFor(server?.server)], io);
  const undo = await writeAllOrNone(io.cwd, fresh);
  try {
    const kept = [hasContracts ? [`${config.contracts}/`] : [], server === undefined ? [config.at.file] : []].flat();
    const written = { fresh, kept: [...kept, ...existing], isNamed: server?.named ?? true, server: flags.server };
    const first = await tryFirst(written, io);
    const found = first.tried?.foundUrl;
    if (server === undefined || found === undefined) return await finish(written, first, io);
    await rewrite(fresh, filesFor({ ...server.server, url: found }), io);
    return await finish(written, { ...(await tryFirst(written, io)), named: server.server.url }, io);
  } catch (error) {
    await undo();
    throw error;
  }
}

async function rewrite(fresh: readonly NewFile[], files: readonly NewFile[], { cwd }: Io): Promise<void> {
  const before = new Map(fresh.map(({ path, text }) => [path, text]));
  for (const { path, text } of files)
    if (before.has(path) && before.get(path) !== text) await writeWholeFile(join(cwd, path), text, path);
}

function contractFiles(document: ApiDocument, folder: string): readonly NewFile[] {
  const { files } = updateContractFiles(new Map(), document);
  return files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
}

async function splitExisting(files: readonly NewFile[], io: Io) {
  const there = await Promise.all(files.map(({ path }) => isThere(path, io)));
  return {
    fresh: files.filter((_, at) => !there[at]),
    existing: files.filter((_, at) => there[at]).map(({ path }) => path),
  };
}

function isThere(path: string, { cwd }: Io): Promise<boolean> {
  return lstat(join(cwd, path)).then(
    () => true,
    () => false,
  );
}

interface Written {
  readonly fresh: readonly NewFile[];
  /** Files that existed before and were not overwritten. */
  readonly kept: readonly string[];
  /** True if the user named the server. Otherwise, parity sends no requests. */
  readonly isNamed: boolean;
  readonly server: string | undefined;
}

interface FirstTry {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly scenarios: readonly Scenario[];
  readonly tried: Preflight | undefined;
}

async function tryFirst({ kept, isNamed, server }: Written, io: Io): Promise<FirstTry> {
  const workspace = await openWorkspace({}, io);
  const target = chooseTarget(workspace, {
    target: kept.includes(workspace.config.at.file) && isUrl(server ?? '') ? server : undefined,
  });
  const scenarios = callsFor(workspace, target, io);
  const isTried = isNamed && target.kind !== 'sandbox';
  const tried = isTried ? await preflight(scenarios, { workspace, target, io }) : undefined;
  return { workspace, target, scenarios, tried };
}

/** If the API was not found at the URL from the user, `named` is this URL. */
type Ending = FirstTry & { readonly named?: string };

async function finish({ fresh, kept }: Written, ending: Ending, io: Io): Promise<number> {
  const { workspace, target, scenarios, tried, named } = ending;
  const suite = workspace.suites.length > 0 ? [] : await writeSuite(workspace, { scenarios, tried, io });
  const operations = [...workspace.contracts.operations.values()];
  const report = renderInit({
    written: [...fresh.map(({ path }) => path), ...suite],
    kept: kept.map((path) => [path, KEPT_NOTES[path] ?? ''] as const),
    operations: operations.length,
    partial: operations.filter(({ partial = [] }) => partial.length > 0).length,
    server: target.kind === 'sandbox' ? 'the sandbox' : target.url,
    ...(named !== undefined && { named }),
    tried,
    missingKeys: missingKeys(workspace, target, io),
  });
  io.out(typable(report, io));
  if (tried?.interrupted) return 130;
  return tried?.problem === undefined ? 0 : 3;
}

const KEPT_NOTES: { readonly [path: string]: string } = {
  '.gitignore': '; add the line reports/ to it',
  'contracts/': '; to update it: parity import openapi DOCUMENT',
};

const MOST_CALLS = 5;

function callsFor({ contracts }: Workspace, target: Target, io: Io): readonly Scenario[] {
  const { profile } = target;
  return firstCalls(contracts, { profile, actors: actorsOf(target, contracts.api, io.env), most: MOST_CALLS });
}

interface SuiteSource {
  readonly scenarios: readonly Scenario[];
  readonly tried: Preflight | undefined;
  readonly io: Io;
}

/** If no call could be tried, writes all planned calls with a remark. */
async function writeSuite({ config }: Workspace, { scenarios, tried, io }: SuiteSource): Promise<readonly string[]> {
  const path = `${config.suites}/first.yaml`;
  const passed = (tried?.calls ?? []).filter(({ outcome }) => outcome === 'passed').map(provenScenario);
  const isDoubtful = passed.length === 0 && (tried === undefined || tried.problem !== undefined);
  const kept = isDoubtful ? scenarios : passed;
  if (kept.length === 0) return [];
  const doubt = !isDoubtful ? undefined : 'First calls. They only read, and they have not been run yet.';
  await writeWholeFile(join(io.cwd, path), suiteText(kept, doubt), path);
  return [path];
}

/** Makes the scenario expect the status that the server returned. */
function provenScenario({ scenario, status }: FirstCall): Scenario {
  const steps = scenario.steps.map((step, at) =>
    step.kind === 'call' && at === scenario.steps.length - 1 && status !== null
      ? { ...step, expect: { ...step.expect, status: [status] } }
      : step,
  );
  return { ...scenario, steps };
}

/** Returns the environment variables of missing credentials. If an operation accepts several kinds, only the first kind counts. */
function missingKeys({ contracts }: Workspace, target: Target, io: Io): readonly string[] {
  const held = new Set(Object.values(actorsOf(target, contracts.api, io.env)).flat());
  const wanted = [...contracts.operations.values()].filter(
    (contract) => !isOpen(contract) && !contract.auth.some((kind) => held.has(kind)),
  );
  const kinds = new Set(wanted.flatMap(({ auth }) => auth.slice(0, 1)));
  return [...kinds].map((kind) => credentialVariable('main', kind));
}
