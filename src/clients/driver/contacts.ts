import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Client } from '../../model/client.ts';
import { driversFolder } from './driver-program.ts';

interface Watching {
  readonly client: Pick<Client, 'driver' | 'origins'>;
  readonly scratch: string;
  /** The recorder's origin, such as `http://127.0.0.1:4010`. */
  readonly recorder: string;
  /** File with the certificates that the client trusts. Undefined unless the recorder impersonates the API's host. */
  readonly trusted: string | undefined;
}

type Environment = { readonly [name: string]: string };

/**
 * Builds an environment in which the client's connections are logged. In Python and Node, a hook logs the connections. Other
 * programs use the recorder as their proxy, and the recorder rejects requests to other servers. Addresses that the client
 * file declares bypass the proxy.
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

export function recorderEnvironment({ client, scratch, recorder, trusted }: Watching): Environment {
  const { host } = new URL(recorder);
  // The process of a Python or Node driver logs every connection itself, so loopback addresses do not need the proxy.
  const direct = client.driver === 'python' || client.driver === 'node' ? ['127.0.0.1', 'localhost', '::1'] : [host];
  const noProxy = [...direct, ...client.origins.map((origin) => new URL(origin).hostname)].join();
  return {
    PARITY_CONTACTS: contactsFile(scratch, recorder),
    ...{ HTTP_PROXY: recorder, http_proxy: recorder, HTTPS_PROXY: recorder, https_proxy: recorder },
    ...{ NO_PROXY: noProxy, no_proxy: noProxy },
    ...(trusted !== undefined && trusting(trusted, recorder)),
  };
}

/** Makes OpenSSL, Python's requests, curl and Node trust the recorder. A hook redirects requests of Node to the recorder. */
function trusting(file: string, recorder: string): Environment {
  return {
    ...{ SSL_CERT_FILE: file, REQUESTS_CA_BUNDLE: file, CURL_CA_BUNDLE: file, NODE_EXTRA_CA_CERTS: file },
    PARITY_INTERCEPT: recorder,
  };
}

/** Each recorder has a separate log file, so that the clients of different recorders do not share a file. */
function contactsFile(scratch: string, recorder: string): string {
  return join(scratch, `contacts-${new URL(recorder).port}.log`);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost|::ffff:127\.0\.0\.1)$/i;

/**
 * Returns a function. Each call of this function returns the addresses (`host:port`) contacted since the previous call,
 * except the recorder's address.
 */
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

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return []; // without a log file, the client has contacted nothing
  }
}
