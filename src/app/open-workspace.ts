import { KINDS } from '../judge/kinds.ts';
import { userError } from '../lib/error.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import { FINDING_KINDS } from '../model/finding.ts';
import type { Config } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import type { Io } from './io.ts';

export interface WorkspaceFlags {
  readonly config?: string;
}

/** @throws files-invalid with every mistake, or contracts-missing if the project has no contract */
export async function openWorkspace(flags: WorkspaceFlags, io: Pick<Io, 'cwd'>): Promise<Workspace> {
  const workspace = await loadWorkspace(io.cwd, { configFile: flags.config });
  const errors = workspace.diagnostics.filter((each) => each.severity === 'error');
  if (errors.length > 0) {
    const exitCode = errors.every(({ code }) => code === 'xfail-unmatched') ? 4 : 2;
    throw userError('files-invalid', `the data files have mistakes:\n\n${renderDiagnostics(errors)}`, { exitCode });
  }
  if (workspace.contracts.operations.size === 0) throw contractsMissing(workspace);
  const { config } = workspace;
  return { ...workspace, config: { ...config, severity: { ...laterKinds(config), ...config.severity } } };
}

/** A new kind of finding is only a warning until `madeFor` is raised, because an update must not break a build. */
function laterKinds({ madeFor }: Config): Config['severity'] {
  if (madeFor === undefined) return {};
  const later = FINDING_KINDS.filter((kind) => compareVersions(KINDS[kind].since ?? madeFor, madeFor) > 0);
  return Object.fromEntries(later.map((kind) => [kind, 'warning']));
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

export function contractsMissing({ config }: Workspace): Error {
  const message = `there are no contracts in ${config.contracts}/: run \`parity init\` to create a project here`;
  return userError('contracts-missing', message);
}
