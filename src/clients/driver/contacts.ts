import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Client } from '../../model/client.ts';
import { driversFolder } from './driver-program.ts';

interface Watching {
  readonly client: Pick<Client, 'driver' | 'origins'>;
  readonly scratch: string;
  /** The recorder's origin. */
  readonly recorder: string;
  /** Set: the recorder stands for every host that the client calls, with certificates of this file. */
  readonly trusted: string | undefined;
}

type Environment = { readonly [name: string]: string };

/**
 * Builds a client's environment in which Python and Node log every connection in all their processes, and other programs use the
 * recorder as their proxy, which logs the address and rejects the request. Addresses declared in the client file are reached
 * directly.
 */
export function watchedEnvironment(env: Environment, watching: Watching): Environment {
  const hooks = join(driversFolder(), 'hooks');
  const hook = `--require ${JSON.stringify(join(hooks, 'watch-contacts.cjs'))}`;
  return {
    ...env,
    ...recorderEnvironment(watching),
    PYTHONPATH: [hooks, ...(env.PYTHONPATH ? [env.PYTHONPATH] : [])].join(delimiter),
    NODE_OPTIONS: `${hook} ${env.NODE_OPTIONS ?? ''}`.trim(),
  };
}

/** The part that is different for each recorder. */
export function recorderEnvironment({ client, scratch, recorder, trusted }: Watching): Environment {
  const { host } = new URL(recorder);
  // In the drivers' own processes every connection is logged, so loopback addresses do not need the proxy.
  const direct = client.driver === 'python' || client.driver === 'node' ? ['127.0.0.1', 'localhost', '::1'] : [host];
  const noProxy = [...direct, ...client.origins.map((origin) => new URL(origin).hostname)].join();
  return {
    PARITY_CONTACTS: contactsFile(scratch, recorder),
    ...{ HTTP_PROXY: recorder, http_proxy: recorder, HTTPS_PROXY: recorder, https_proxy: recorder },
    ...{ NO_PROXY: noProxy, no_proxy: noProxy },
    ...(trusted !== undefined && trusting(trusted, recorder)),
  };
}

/**
 * The variables that OpenSSL, Python's requests, curl and Node read. Node's own requests ignore proxies, so a hook redirects
 * them.
 */
function trusting(file: string, recorder: string): Environment {
  return {
    ...{ SSL_CERT_FILE: file, REQUESTS_CA_BUNDLE: file, CURL_CA_BUNDLE: file, NODE_EXTRA_CA_CERTS: file },
    PARITY_INTERCEPT: recorder,
  };
}

/** Each recorder's client writes to a file of its own. */
function contactsFile(scratch: string, recorder: string): string {
  return join(scratch, `contacts-${new URL(recorder).port}.log`);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost|::ffff:127\.0\.0\.1)$/i;

/** Returns `host:port` of every address except the recorder's that was contacted since the previous call. */
export function openContacts(scratch: string, recorder: string): () => readonly string[] {
  const { port: own } = new URL(recorder);
  let read = 0;
  return () => {
    const lines = linesOf(contactsFile(scratch, recorder)).slice(read);
    read += lines.length;
    const others = lines
      .map((line) => line.split(' '))
      .filter(([host = '', port]) => !(LOOPBACK.test(host) && port === own));
    return others.map(([host = '', port]) => `${host.includes(':') ? `[${host}]` : host}:${port}`);
  };
}

/** Without an incomplete last line. */
function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return []; // nothing was contacted
  }
}
