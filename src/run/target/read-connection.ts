import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates } from 'node:tls';
import { type UserError, userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { isLoopback } from '../../lib/server-url.ts';
import type { Config, ConnectionSettings } from '../../model/target.ts';
import { type ConnectionOptions, proxyName } from '../http/dialer.ts';
import type { Environment } from './credentials.ts';

interface Reached {
  readonly name: string;
  readonly url: string;
  readonly connection?: ConnectionSettings;
}

/** @throws certificate-unreadable, credential-missing, proxy-invalid */
export async function readConnection(target: Reached, env: Environment): Promise<ConnectionOptions> {
  const { tls, socket } = target.connection ?? {};
  if (socket !== undefined) return { socketPath: socket, ...(tls && { tls: await readTls(target, tls, env) }) };
  const proxy = chooseProxy(target, env);
  return { ...(tls && { tls: await readTls(target, tls, env) }), ...(proxy && { proxy }) };
}

/** Takes the settings from a target with the same origin, or else from the environment. */
export function connectionTo(
  url: URL,
  { targets }: Pick<Config, 'targets'>,
  env: Environment,
): Promise<ConnectionOptions> {
  const same = Object.values(targets).filter(
    (target) => target.kind !== 'sandbox' && URL.canParse(target.url) && new URL(target.url).origin === url.origin,
  );
  const settled = same.find(({ connection }) => connection !== undefined);
  return readConnection({ name: url.origin, ...settled, url: url.href }, env);
}

type Tls = NonNullable<ConnectionOptions['tls']>;

async function readTls(
  { name }: Reached,
  { ca, cert, key, passphrase, serverName }: NonNullable<ConnectionSettings['tls']>,
  env: Environment,
): Promise<Tls> {
  const read = (path: string) =>
    readFile(path, 'utf8').catch((error) => {
      throw unreadable(name, errorMessage(error));
    });
  const tls: Tls = {
    ...(ca.length > 0 && { ca: [...rootCertificates, ...(await Promise.all(ca.map(read)))] }),
    ...(cert !== undefined && { cert: await read(cert) }),
    ...(key !== undefined && { key: await read(key) }),
    ...(passphrase !== undefined && { passphrase: fromEnvironment(passphrase.env, `the key of "${name}"`, env) }),
    ...(serverName !== undefined && { servername: serverName }),
  };
  try {
    createSecureContext(tls);
  } catch (error) {
    throw unreadable(name, errorMessage(error));
  }
  return tls;
}

function unreadable(name: string, why: string): UserError {
  return userError('certificate-unreadable', `targets.${name}.tls: ${why}`, {
    hint: 'The keys `ca`, `cert` and `key` must name PEM files, relative to parity.config.yaml. The passphrase must belong to the key.',
  });
}

function fromEnvironment(variable: string, what: string, env: Environment): string {
  const value = env[variable] ?? '';
  if (value !== '') return value;
  throw userError('credential-missing', `expected ${variable} in the environment (for ${what}), got nothing`, {
    exitCode: 3,
  });
}

function chooseProxy({ name, url, connection }: Reached, env: Environment): URL | undefined {
  const declared = connection?.proxy;
  if (declared === 'none') return undefined;
  if (declared === undefined) return environmentProxy(new URL(url), env);
  if ('url' in declared) return new URL(declared.url);
  return proxyUrl(fromEnvironment(declared.env, `the proxy of "${name}"`, env), declared.env);
}

/** Loopback addresses use no proxy. */
function environmentProxy(url: URL, env: Environment): URL | undefined {
  const kind = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const names = [kind, kind.toUpperCase(), 'all_proxy', 'ALL_PROXY'];
  const variable = names.find((name) => (env[name] ?? '') !== '');
  if (variable === undefined || isLoopback(url.hostname)) return undefined;
  return isExempt(url, env.no_proxy ?? env.NO_PROXY ?? '') ? undefined : proxyUrl(env[variable] ?? '', variable);
}

function proxyUrl(text: string, variable: string): URL {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  const shown = url === undefined ? 'no URL' : proxyName(url);
  throw userError('proxy-invalid', `${variable} must be the URL of an HTTP proxy; was ${shown}`, {
    exitCode: 3,
    hint: 'Change the value, or set "proxy: none" on the target to connect without a proxy.',
  });
}

/** In `no_proxy`, an entry with a port applies only to that port. */
function isExempt({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const actual = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, host = '', only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (host === '' || (only !== undefined && only !== actual)) return false;
    return hostname === host || hostname.endsWith(`.${host}`);
  });
}
