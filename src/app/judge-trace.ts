import { addBreaks } from '../gate/add-breaks.ts';
import { gate } from '../gate/gate.ts';
import { judgeClient } from '../judge/client/judge-client.ts';
import { WHOLE_CLIENT } from '../judge/client/subject.ts';
import { createJudge } from '../judge/create-judge.ts';
import { type Client, isMeantToCover } from '../model/client.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { Finding } from '../model/finding.ts';
import type { Trace } from '../model/trace.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Workspace } from '../model/workspace.ts';
import { sayOptions } from '../surface/client-options.ts';
import { readClient } from '../surface/read-client.ts';
import type { VerdictFlags } from './conclude.ts';
import type { Io } from './io.ts';

interface TraceVerdict {
  readonly surface: ClientSurface;
  /** Findings before the ledger is applied, without findings about breaks. */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

interface TraceContext {
  readonly workspace: Workspace;
  readonly flags: VerdictFlags;
  readonly io: Io;
  /** The client's surface at the base of a pull request. Needed for findings about breaks. */
  readonly base?: ClientSurface;
}

/** Judges a trace and applies the ledger. The same trace gives the same verdict. */
export async function judgeTrace(
  trace: Trace,
  client: Client,
  { workspace, flags, io, base }: TraceContext,
): Promise<TraceVerdict> {
  const { contracts, config, clients, ledger } = workspace;
  const { profile, name } = client;
  const surface = readClient(trace, contracts);
  const options = sayOptions(surface);
  if (options !== null) io.err(`${name}: ${options}\n`);
  const judge = await createJudge({ contracts, profile, where: name, severity: config.severity });
  const alone = judgeClient({ trace, surface, client, judge });
  const judged = base === undefined ? alone : addBreaks(alone, { base, head: surface, judge });
  const verdict = gate(judged, ledger, {
    where: name,
    today: io.now().toISOString().slice(0, 10),
    strictXpass: flags.strictXpass ?? false,
    addresses: new Set(judged.scenarios.flatMap(({ steps }) => steps.map(({ address }) => address))),
    operations: [...contracts.operations.keys(), WHOLE_CLIENT],
    wheres: [...Object.keys(config.targets), ...clients.map((each) => each.name)],
    contracts,
    profile,
    isMeant: (id) => isMeantToCover(client, id),
    whole: true,
  });
  return { surface, verdict, findings: alone.scenarios.flatMap(({ steps }) => steps.flatMap((step) => step.findings)) };
}
