import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findClient } from '../app/choose-clients.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { untilStopped } from '../app/until-signal.ts';
import { testDriver } from '../clients/driver/test-driver.ts';
import { installClient } from '../clients/install/install-client.ts';
import { openRecorder } from '../clients/recorder/recorder.ts';
import { TRACE_KEY } from '../clients/trace/trace-client.ts';

/** Checks whether a driver follows the protocol. */
export async function driverTest(name: string, flags: WorkspaceFlags, io: Io): Promise<number> {
  const { contracts, clients, root } = await openWorkspace(flags, io);
  const named = findClient(name, clients);
  return untilStopped(io, async (signal) => {
    const scratch = await mkdtemp(join(tmpdir(), 'parity-driver-'));
    const recorder = await openRecorder({ contracts, profile: named.profile });
    try {
      const common = { env: io.env, signal };
      const client = await installClient(named, { ...common, root, tell: (line) => io.err(`${line}\n`) });
      const takeRequests = async () => (await recorder.take()).length;
      const checks = await testDriver({
        ...{ ...common, client, scratch, takeRequests },
        ...{ baseUrl: recorder.origin, apiKey: TRACE_KEY },
      });
      for (const { rule, problem } of checks)
        io.out(problem === null ? `ok     ${rule}\n` : `FAILS  ${rule}\n       ${problem}\n`);
      const failed = checks.some(({ problem }) => problem !== null);
      io.out(failed ? 'See docs/reference/driver-protocol.md.\n' : `${checks.length} rules hold.\n`);
      return failed ? 1 : 0;
    } finally {
      await recorder.close();
      await rm(scratch, { recursive: true, force: true });
    }
  });
}
