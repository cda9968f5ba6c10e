import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Client } from '../../model/client.ts';
import { driversFolder } from './driver-program.ts';

interface Watching {
  readonly client: Pick<Client, 'driver' | 'origins'>;
  readonly scratch: string;
  /** The recorder's origin, such as `http://127.0.0.1:4010`. */
  readonly recorder: string;
  /** File with the certificates that the client trusts if the recorder impersonates the API's host. */
  readonly trusted: string | undefined;
}

type Environment = { readonly [name: string]: string };

/** Python and Node log their connections in a hook, and other programs connect through the recorder. */
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
  // Python and Node drivers log connections themselves, so their loopback connections need no proxy.
  const direct = client.driver === 'python' || client.driver === 'node' ? ['127.0.0.1', 'localhost', '::1'] : [host];
  const noProxy = [...direct, ...client.origins.map((origin) => new URL(origin).hostname)].join();
  return {
    PARITY_CONTACTS: contactsFile(scratch, recorder),
    ...{ HTTP_PROXY: recorder, http_proxy: recorder, HTTPS_PROXY: recorder, https_proxy: recorder },
    ...{ NO_PROXY: noProxy, no_proxy: noProxy },
    ...(trusted !== undefined && trusting(trusted, recorder)),
  };
}

/** Makes OpenSSL, requests, curl and Node trust the recorder, and sends Node's requests to the recorder. */
function trusting(file: string, recorder: string): Environment {
  return {
    ...{ SSL_CERT_FILE: file, REQUESTS_CA_BUNDLE: file, CURL_CA_BUNDLE: file, NODE_EXTRA_CA_CERTS: file },
    PARITY_INTERCEPT: recorder,
  };
}

function contactsFile(scratch: string, recorder: string): string {
  return join(scratch, `contacts-${new URL(recorder).port}.log`);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost|::ffff:127\.0\.0\.1)$/i;

/** Returns a function that lists the servers (`host:port`) that the client has contacted since the function's last call. */
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
