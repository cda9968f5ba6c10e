import { addBreaks } from '../../gate/add-breaks.ts';
import { gate } from '../../gate/gate.ts';
import { judgeClient } from '../../judge/client/judge-client.ts';
import { WHOLE_CLIENT } from '../../judge/client/subject.ts';
import { createJudge } from '../../judge/create-judge.ts';
import { dayOf } from '../../lib/day.ts';
import { type Client, isMeantToCover } from '../../model/client.ts';
import type { ClientSurface } from '../../model/client-surface.ts';
import type { Finding } from '../../model/finding.ts';
import type { Trace } from '../../model/trace.ts';
import { type Judged, stepsOf, type Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { sayOptions } from '../../surface/client-options.ts';
import { readClient } from '../../surface/read-client.ts';
import { sayCuts } from '../../surface/say-cuts.ts';
import type { Io } from '../io.ts';
import { addressesOf, ledgerNames, type VerdictFlags } from '../reports/conclude.ts';

/** What a trace shows about a client, including findings with a ledger entry. */
export interface ClientEvidence {
  readonly client: Client;
  readonly trace: Trace;
  readonly surface: ClientSurface;
  readonly judged: Judged;
  readonly findings: readonly Finding[];
}

interface VerdictContext {
  readonly workspace: Workspace;
  readonly flags: VerdictFlags;
  readonly io: Io;
  /** The client's surface at the base of the pull request. */
  readonly base?: ClientSurface;
}

/** The same trace always gives the same verdict. */
export async function judgeTrace(
  trace: Trace,
  client: Client,
  context: VerdictContext,
): Promise<Pick<ClientEvidence, 'surface' | 'findings'> & { readonly verdict: Verdict }> {
  const evidence = await judgeEvidence(trace, client, context.workspace);
  return { ...evidence, verdict: verdictOn(evidence, context) };
}

export async function judgeEvidence(
  trace: Trace,
  client: Client,
  { contracts, config }: Workspace,
): Promise<ClientEvidence> {
  const { name: where, profile } = client;
  const surface = readClient(trace, contracts);
  const judge = await createJudge({ contracts, profile, where, severity: config.severity });
  const judged = judgeClient({ trace, surface, client, judge });
  const findings = stepsOf(judged.scenarios).flatMap((step) => step.findings);
  return { client, trace, surface, judged, findings };
}

export function verdictOn(
  { client, trace, surface, judged: alone }: ClientEvidence,
  { workspace, flags, io, base }: VerdictContext,
): Verdict {
  const { contracts, config, ledger } = workspace;
  const { profile, name } = client;
  const options = sayOptions(surface);
  for (const said of [options, sayCuts(trace.cuts)]) if (said !== null) io.err(`${name}: ${said}\n`);
  const context = { contracts, profile, where: name, severity: config.severity };
  const judged = base === undefined ? alone : addBreaks(alone, { base, head: surface, context });
  return gate(judged, ledger, {
    where: name,
    today: dayOf(io.now()),
    strictXpass: flags.strictXpass ?? false,
    addresses: addressesOf(judged),
    operations: [...contracts.operations.keys(), WHOLE_CLIENT],
    wheres: ledgerNames(workspace),
    contracts,
    profile,
    isMeant: (id) => isMeantToCover(client, id),
    whole: true,
  });
}
