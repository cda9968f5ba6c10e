import { chooseTarget } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { cleanJournal } from '../app/run/clean-journal.ts';
import { describeJournal, leftBehind } from '../app/run/left-behind.ts';

interface CleanFlags extends WorkspaceFlags {
  /** Removes only items that were created on this target. */
  readonly target?: string;
  readonly dryRun?: boolean;
}

/** Removes items that earlier runs left on a server, but not the items of a run in progress. */
export async function clean(flags: CleanFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const found = await leftBehind(workspace, io);
  const journals = found.filter(({ target }) => flags.target === undefined || target.name === flags.target);
  if (journals.length === 0) {
    if (flags.target !== undefined) chooseTarget(workspace, { target: flags.target });
    io.out(`No run has left a resource behind${flags.target === undefined ? '' : ` on ${flags.target}`}.\n`);
  }
  let left = 0;
  for (const journal of journals) {
    if (flags.dryRun) io.out(describeJournal(journal));
    else
      left += await cleanJournal(journal, workspace, {
        target: chooseTarget(workspace, { target: journal.target.name }),
        io,
      });
  }
  return left > 0 ? 3 : 0;
}
