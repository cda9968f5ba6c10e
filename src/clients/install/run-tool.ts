import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { looksSecret } from '../../lib/looks-secret.ts';
import { onAbort } from '../../lib/on-abort.ts';
import type { Client } from '../../model/client.ts';
import { startGroup } from '../../run/target/process-group.ts';
import { clientFailed } from '../driver/client-failed.ts';
import { scrubbedEnvironment } from '../driver/driver-environment.ts';

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

/** Runs a tool to its end. Nothing that it started is left. @throws client-failed when it does not succeed. */
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
  if (signal.aborted)
    throw userError('command-interrupted', 'interrupted while a client was installed', { exitCode: 3 });
  if (how === 'exit code 0') return;
  throw clientFailed(client, {
    what: `it cannot be installed: \`${command.join(' ')}\` ended with ${how}`,
    output: group.output().filter((line) => line.trim() !== ''),
    hint: `Check \`source:\` in ${client.at.file}, and that the package index can be reached.`,
  });
}

const KILL_AFTER_MS = 500;

/** How packages are fetched from here: proxies, mirrors, certificates. One with a password in it is left out. */
const NETWORK = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_CERT', 'PIP_FIND_LINKS', 'PIP_NO_INDEX'],
  ...['npm_config_registry', 'NPM_CONFIG_REGISTRY', 'npm_config_cafile', 'NPM_CONFIG_CAFILE'],
];

/** What an installation runs with. It may run code of the client, so that it holds no credential either. */
function installEnvironment({ env, scratch, cache }: Pick<ToolContext, 'env' | 'scratch' | 'cache'>) {
  const network = NETWORK.flatMap((name) => {
    const value = env[name];
    return value === undefined || looksSecret(name, value) ? [] : [[name, value] as const];
  });
  return {
    ...scrubbedEnvironment(env, scratch),
    ...Object.fromEntries(network),
    // Settings come from here only: the client's folder and its package's own must not choose programs or servers.
    npm_config_userconfig: join(scratch, 'no-npmrc'),
    npm_config_ignore_scripts: 'true',
    PIP_CACHE_DIR: join(cache, 'pip'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    npm_config_cache: join(cache, 'npm'),
    npm_config_update_notifier: 'false',
  };
}
