import { gate } from '../gate/gate.ts';
import { createJudge } from '../judge/create-judge.ts';
import { judgeRecording } from '../judge/judge-recording.ts';
import type { Address } from '../model/address.ts';
import { type RecordingPieces, UNDOCUMENTED } from '../model/exchange.ts';
import type { Judged, Verdict } from '../model/verdict.ts';
import type { Workspace } from '../model/workspace.ts';
import { collectAddresses } from '../plan/addresses.ts';
import { generated } from './generated.ts';
import type { Io } from './io.ts';

export interface VerdictFlags {
  readonly strictXpass?: boolean;
}

/** Judges a recording and applies the ledger. The same recording gives the same verdict. */
export async function judgeEntries(
  recording: RecordingPieces,
  workspace: Workspace,
  { flags, io }: { readonly flags: VerdictFlags; readonly io: Io },
): Promise<Verdict> {
  const { contracts, config } = workspace;
  const judged = await judgeRecording(recording, (run) =>
    createJudge({ contracts, profile: run.target.profile, where: run.target.name, severity: config.severity }),
  );
  return gate(judged, workspace.ledger, await gateOptions(judged, workspace, { flags, io }));
}

async function gateOptions(judged: Judged, workspace: Workspace, { flags, io }: { flags: VerdictFlags; io: Io }) {
  const { contracts, clients, config } = workspace;
  const { run } = judged;
  const { profile, name } = run.target;
  return {
    where: name,
    today: io.now().toISOString().slice(0, 10),
    strictXpass: flags.strictXpass ?? false,
    addresses: run.overheard === true ? addressesOf(judged) : await knownAddresses(workspace, profile),
    operations: [...contracts.operations.keys(), UNDOCUMENTED],
    wheres: [...Object.keys(config.targets), ...clients.map((client) => client.name), ...TRAFFIC, name],
    contracts,
    profile,
    whole: run.whole,
  };
}

/** The names that ledger entries use for traffic of `record` and `capture`. */
export const TRAFFIC = ['record', 'capture', 'har'];

function addressesOf({ scenarios }: Judged): ReadonlySet<Address> {
  return new Set(scenarios.flatMap(({ steps }) => steps.map(({ address }) => address)));
}

/**
 * Returns all step addresses that a ledger entry may name. All scenarios are generated for this, so it is skipped if
 * the ledger is empty.
 */
export async function knownAddresses(
  { contracts, suites, ledger }: Workspace,
  profile: string,
): Promise<ReadonlySet<Address>> {
  if (ledger.entries.length === 0) return new Set();
  const drafts = await generated(contracts, { profile, seed: 0, probes: 'full' });
  return collectAddresses({ suites, contracts, generated: drafts });
}
