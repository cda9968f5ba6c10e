import { gate } from '../../gate/gate.ts';
import { createJudge } from '../../judge/create-judge.ts';
import { judgeRecording } from '../../judge/judge-recording.ts';
import { dayOf } from '../../lib/day.ts';
import type { Address } from '../../model/address.ts';
import { type RecordingPieces, UNDOCUMENTED } from '../../model/exchange.ts';
import { type Judged, stepsOf, type Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { collectAddresses } from '../../plan/addresses.ts';
import type { Io } from '../io.ts';
import { generated } from '../run/generated.ts';

export interface VerdictFlags {
  readonly strictXpass?: boolean;
}

/** The same recording always gives the same verdict. */
export async function judgeEntries(
  recording: RecordingPieces,
  workspace: Workspace,
  { flags, io }: { readonly flags: VerdictFlags; readonly io: Io },
): Promise<Verdict> {
  const { contracts, config } = workspace;
  const judged = await judgeRecording(recording, (run) =>
    createJudge({
      ...{ contracts, profile: run.target.profile, where: run.target.name, severity: config.severity },
      secrets: config.targets[run.target.name],
    }),
  );
  return gate(judged, workspace.ledger, await gateOptions(judged, workspace, { flags, io }));
}

async function gateOptions(judged: Judged, workspace: Workspace, { flags, io }: { flags: VerdictFlags; io: Io }) {
  const { contracts } = workspace;
  const { run } = judged;
  const { profile, name } = run.target;
  return {
    ...{ where: name, profile, contracts, whole: run.whole, strictXpass: flags.strictXpass ?? false },
    today: dayOf(io.now()),
    addresses: run.overheard === true ? addressesOf(judged) : await knownAddresses(workspace, profile),
    operations: [...contracts.operations.keys(), UNDOCUMENTED],
    wheres: ledgerNames(workspace),
  };
}

/** Names in ledger entries for the traffic of other programs. */
const TRAFFIC = ['record', 'capture', 'har'];

export function ledgerNames({ config, clients }: Workspace): readonly string[] {
  return [...Object.keys(config.targets), ...clients.map(({ name }) => name), ...TRAFFIC];
}

export function addressesOf({ scenarios }: Judged): ReadonlySet<Address> {
  return new Set(stepsOf(scenarios).map(({ address }) => address));
}

/** If the ledger is empty, no scenarios are generated. */
export async function knownAddresses(
  { contracts, suites, ledger }: Workspace,
  profile: string,
): Promise<ReadonlySet<Address>> {
  if (ledger.entries.length === 0) return new Set();
  const drafts = await generated(contracts, { profile, seed: 0, probes: 'full' });
  return collectAddresses({ suites, contracts, generated: drafts });
}
