import { randomBytes } from 'node:crypto';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { onAbort } from '../../lib/on-abort.ts';
import type { Client } from '../../model/client.ts';
import { startGroup } from '../../run/target/process-group.ts';
import { clientFailed } from '../driver/client-failed.ts';
import { installEnvironment } from './install-environment.ts';

/** An installation under way. */
export interface ToolContext {
  readonly client: Client;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  readonly folder: string;
  /** For temporary files; removed afterwards. */
  readonly scratch: string;
  /** Of downloads, shared by all clients. */
  readonly cache: string;
}

/** Runs a tool to its end. Nothing that it started is left. @throws CLIENT_FAILED when it does not succeed. */
export async function runTool(command: readonly string[], context: ToolContext): Promise<void> {
  const { client, folder, signal } = context;
  const nonce = randomBytes(12).toString('hex');
  const env = { ...installEnvironment(context), PARITY_INSTALL: nonce };
  const group = await startGroup({ command, cwd: folder, env, mark: `PARITY_INSTALL=${nonce}` }).catch((error) => {
    throw clientFailed(client, {
      what: `it cannot be installed: ${errorMessage(error)}`,
      hint: `Install "${command[0]}", or name another program with \`runtime:\` in ${client.at.file}.`,
    });
  });
  const forget = onAbort(signal, () => void group.stop(KILL_AFTER_MS));
  const how = signal.aborted ? '' : await group.whenEnded();
  forget();
  await group.stop(KILL_AFTER_MS);
  if (signal.aborted) throw userError('INTERRUPTED', 'interrupted while a client was installed', { exitCode: 3 });
  if (how === 'exit code 0') return;
  throw clientFailed(client, {
    what: `it cannot be installed: \`${command.join(' ')}\` ended with ${how}`,
    output: group.output().filter((line) => line.trim() !== ''),
    hint: `Check \`source:\` in ${client.at.file}, and that the package index can be reached.`,
  });
}

const KILL_AFTER_MS = 500;
