import { join } from 'node:path';
import { judgeClient } from '../judge/client/judge-client.ts';
import { createJudge } from '../judge/create-judge.ts';
import { userError } from '../lib/error.ts';
import type { Client } from '../model/client.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { Finding } from '../model/finding.ts';
import type { Trace } from '../model/trace.ts';
import type { Workspace } from '../model/workspace.ts';
import { readClient } from '../surface/read-client.ts';
import { driveClient } from './drive-client.ts';
import { findCurrentTrace, readTrace } from './find-trace.ts';
import type { Io } from './io.ts';

export interface EvidenceContext {
  readonly workspace: Workspace;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Take the traces that are kept, whatever has changed since. */
  readonly asKept: boolean;
}

/** What a trace says of a client, without the ledger: an accepted finding is a drift all the same. */
export interface ClientEvidence {
  readonly client: Client;
  readonly trace: Trace;
  readonly surface: ClientSurface;
  readonly findings: readonly Finding[];
}

/** From the trace that is kept where it is current, else from a new one. @throws trace-missing with `asKept`. */
export async function clientEvidence(client: Client, context: EvidenceContext): Promise<ClientEvidence> {
  const { workspace, io } = context;
  const file = join(io.cwd, workspace.config.reports, `${client.name}.trace.jsonl`);
  const kept = context.asKept ? await readTrace(file) : await findCurrentTrace(client, { workspace, io, file });
  if (kept === null && context.asKept)
    throw userError('trace-missing', `there is no trace of ${client.name}: ${file}`, {
      exitCode: 5,
      hint: `\`parity trace ${client.name}\` makes one.`,
    });
  return judgeEvidence(kept ?? (await driveClient(client, { ...context, file })), client, workspace);
}

/** A client's findings, from a trace that is at hand. */
export async function judgeEvidence(trace: Trace, client: Client, workspace: Workspace): Promise<ClientEvidence> {
  const { contracts, config } = workspace;
  const { name: where, profile } = client;
  const surface = readClient(trace, contracts);
  const judge = await createJudge({ contracts, profile, where, severity: config.severity });
  const { scenarios } = judgeClient({ trace, surface, client, judge });
  return {
    client,
    trace,
    surface,
    findings: scenarios.flatMap(({ steps }) => steps.flatMap(({ findings }) => findings)),
  };
}
