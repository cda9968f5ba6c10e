import type { Io } from '../app/io.ts';
import type { WorkspaceFlags } from '../app/open-workspace.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import type { ProjectNames } from '../report/completion.ts';

/** Returns names for shell completion, one per line, in spite of mistakes in data files. */
export async function listNames(of: ProjectNames, flags: WorkspaceFlags, io: Io): Promise<string> {
  const { clients, config, contracts } = await loadWorkspace(io.cwd, { configFile: flags.config });
  const names = {
    clients: clients.map(({ name }) => name),
    targets: Object.keys(config.targets),
    operations: [...contracts.operations.keys()],
  }[of];
  return names.map((name) => `${name}\n`).join('');
}
