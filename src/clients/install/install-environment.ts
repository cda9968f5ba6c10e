import { join } from 'node:path';
import { looksSecret } from '../../lib/looks-secret.ts';
import { scrubbedEnvironment } from '../driver/driver-environment.ts';
import type { ToolContext } from './run-tool.ts';

/** How packages are fetched from here: proxies, mirrors, certificates. One with a password in it is left out. */
const NETWORK = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_CERT', 'PIP_FIND_LINKS', 'PIP_NO_INDEX'],
  ...['npm_config_registry', 'NPM_CONFIG_REGISTRY', 'npm_config_cafile', 'NPM_CONFIG_CAFILE'],
];

/** What an installation runs with. It may run code of the client, so that it holds no credential either. */
export function installEnvironment({ env, scratch, cache }: Pick<ToolContext, 'env' | 'scratch' | 'cache'>) {
  const { NO_PROXY: _, no_proxy: __, ...scrubbed } = scrubbedEnvironment(env, scratch);
  const network = NETWORK.flatMap((name) => {
    const value = env[name];
    return value === undefined || looksSecret(name, value) ? [] : [[name, value] as const];
  });
  return {
    ...scrubbed,
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
