import { rm } from 'node:fs/promises';
import { userError } from '../../lib/error.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { Contract } from '../../model/contract.ts';
import type { Target } from '../../model/target.ts';
import type { Workspace } from '../../model/workspace.ts';
import { type FoundJournal, NO_JOURNAL, type Noted } from '../../recording/journal.ts';
import { createRedactor } from '../../recording/redaction/create-redactor.ts';
import { printable } from '../../report/printable.ts';
import { runRemovals } from '../../run/cleanup/run-removals.ts';
import { createPace } from '../../run/http/pace.ts';
import { createServiceWatch } from '../../run/http/service-watch.ts';
import { openTransport } from '../../run/http/transport.ts';
import type { RunContext } from '../../run/run-context.ts';
import { createEnvironmentWatch } from '../../run/scenarios/environment-watch.ts';
import { type OpenTarget, openTarget } from '../../run/target/open-target.ts';
import { createVersionWatch } from '../../run/target/version-watch.ts';
import type { Io } from '../io.ts';
import { untilStopped } from '../until-signal.ts';

interface CleanContext {
  readonly target: Target;
  readonly io: Io;
}

/** Returns how many items remain on the server. */
export async function cleanJournal(
  journal: FoundJournal,
  workspace: Workspace,
  context: CleanContext,
): Promise<number> {
  const { target, io } = context;
  return untilStopped(io, async (signal) => {
    const authKinds = Object.keys(workspace.contracts.api.auth);
    const open = await openTarget(target, io.env, { authKinds, signal });
    try {
      return await cleanOn(open, journal, { ...context, workspace, signal });
    } finally {
      await open.close();
    }
  });
}

interface OpenContext extends CleanContext {
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
}

async function cleanOn(open: OpenTarget, journal: FoundJournal, context: OpenContext): Promise<number> {
  if (open.origin !== journal.target.origin)
    throw userError(
      'target-moved',
      `run ${journal.run} created items on ${journal.target.origin}, but the address of the target is now ${open.origin}`,
      {
        hint: 'Restore the earlier address of the target, or remove the items by hand and delete the journal.',
      },
    );
  const transport = await openTransport({ ...open, timeoutMs: context.target.timeoutMs });
  const run = cleaningRun(open, transport, context);
  let left = 0;
  try {
    for (const noted of journal.left.toReversed())
      if (!(await remove(noted, run, { ...context, journal: journal.file }))) left += 1;
  } finally {
    await transport.close();
  }
  if (left === 0) await rm(journal.file, { force: true });
  return left;
}

async function remove(
  noted: Noted,
  run: RunContext,
  { workspace, io, journal }: OpenContext & { readonly journal: string },
): Promise<boolean> {
  const what = printable(`${noted.operation} ${writeJson(noted.with)}`);
  const contract = workspace.contracts.operations.get(noted.operation);
  if (noted.as === undefined || contract === undefined) {
    io.out(
      `left     ${what}: ${printable(noted.reason)}. Remove the item by hand, then delete ${printable(journal)}\n`,
    );
    return false;
  }
  const [tried] = await runRemovals(run, { list: [removalOf(noted, noted.as, contract)], gone: new Set() });
  io.out(tried?.removed ? `removed  ${what}\n` : `left     ${what}: ${printable(tried?.reason ?? '')}\n`);
  return tried?.removed === true;
}

function removalOf({ madeBy, with: fields }: Noted, as: string, contract: Contract) {
  return { madeBy, line: 0, contract, with: fields, caller: { as } };
}

function cleaningRun(target: OpenTarget, transport: RunContext['transport'], context: OpenContext): RunContext {
  const { workspace, io, signal } = context;
  const now = () => io.now().getTime();
  return {
    ...{ runId: 'clean', shard: null, contracts: workspace.contracts, target, transport, journal: NO_JOURNAL },
    pace: createPace({ rate: target.policy.rateLimit, timeoutMs: target.policy.timeoutMs, date: now }),
    retries: target.policy.retries,
    recorder: { record: () => undefined, error: () => undefined },
    redactor: createRedactor({ values: new Map(), patterns: [], fields: [], salt: '' }),
    ...{ now, startedAt: now(), signal, cleanupSignal: signal },
    tally: { created: 0, removed: 0, leftovers: [] },
    removed: new Map(),
    service: createServiceWatch(),
    environment: createEnvironmentWatch(workspace.contracts),
    version: createVersionWatch(undefined),
  };
}
