import { versions } from 'node:process';
import { examineMachine } from '../app/examine-machine.ts';
import { type Io, typable } from '../app/io.ts';
import type { WorkspaceFlags } from '../app/open-workspace.ts';
import { writeJson } from '../lib/json-text.ts';
import { plural } from '../lib/plural.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import { type Checkup, renderCheckups } from '../report/checkup.ts';

interface DoctorFlags extends WorkspaceFlags {
  readonly json?: boolean;
}

/** Prints a remedy for everything that is missing, and returns 3 if something is missing. */
export async function doctor(flags: DoctorFlags, io: Io): Promise<number> {
  const workspace = await loadWorkspace(io.cwd, { configFile: flags.config });
  const errors = workspace.diagnostics.filter(({ severity }) => severity === 'error').length;
  const operations = workspace.contracts.operations.size;
  const files: Checkup =
    errors > 0
      ? { subject: 'data files', state: 'missing', detail: `${plural(errors, 'mistake')}`, fix: 'parity check' }
      : operations === 0
        ? { subject: 'data files', state: 'missing', detail: 'there are no contracts', fix: 'parity init' }
        : { subject: 'data files', state: 'ok', detail: plural(operations, 'operation') };
  const node: Checkup = { subject: 'node', state: 'ok', detail: versions.node };
  const checkups = [node, files, ...(await examineMachine(workspace, io))];
  io.out(flags.json ? `${writeJson({ checkups }, 2)}\n` : typable(renderCheckups(checkups), io));
  return checkups.every(({ state }) => state === 'ok') ? 0 : 3;
}
