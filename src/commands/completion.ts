import type { Io } from '../app/io.ts';
import type { WorkspaceFlags } from '../app/open-workspace.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import type { ProjectNames } from '../report/completion.ts';

/**
 * Prints names from the project, one per line. A shell uses these names to complete a word on the command line. Mistakes in
 * data files are ignored.
 */
export async function listNames(of: ProjectNames, flags: WorkspaceFlags, io: Io): Promise<string> {
  const { clients, config, contracts } = await loadWorkspace(io.cwd, { configFile: flags.config });
  const names = {
    clients: clients.map(({ name }) => name),
    targets: Object.keys(config.targets),
    operations: [...contracts.operations.keys()],
  }[of];
  return names.map((name) => `${name}\n`).join('');
}
