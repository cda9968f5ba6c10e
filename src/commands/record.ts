import { relative, resolve } from 'node:path';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { type OverhearFlags, overhear } from '../app/proxy/overhear.ts';
import { untilSignal } from '../app/until-signal.ts';
import { plural } from '../lib/plural.ts';

interface RecordTrafficFlags extends WorkspaceFlags, OverhearFlags {
  readonly out?: string;
}

export async function recordTraffic(flags: RecordTrafficFlags, io: Io): Promise<number> {
  const workspace = await openWorkspace(flags, io);
  const file = resolve(io.cwd, flags.out ?? `${workspace.config.reports}/record.jsonl`);
  const overhearing = await overhear({ workspace, flags, io, name: 'record', file });
  io.out(`# ${overhearing.origin} (stop with Ctrl-C); ${describe(flags)}
export PARITY_BASE_URL=${overhearing.origin}
`);
  await untilSignal(io);
  await overhearing.finish(null);
  const name = relative(io.cwd, file);
  io.err(`${plural(overhearing.count(), 'request')} in ${name}. To judge the recording: parity judge ${name}\n`);
  return overhearing.count() === 0 ? 5 : 0;
}

function describe({ upstream, replay }: RecordTrafficFlags): string {
  if (upstream !== undefined) return `requests are forwarded to ${upstream}`;
  return replay === undefined ? 'responses come from the contracts' : `responses come from ${replay}`;
}
