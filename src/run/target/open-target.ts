import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { codedError, type UserError, userError } from '../../lib/error.ts';
import { looksSecret } from '../../lib/looks-secret.ts';
import type { TransportFailure } from '../../model/exchange.ts';
import type { JsonObject } from '../../model/json.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { CommandTarget, SandboxTarget, Target, TargetPolicy, UrlTarget } from '../../model/target.ts';
import { createRedactor } from '../../recording/redaction/create-redactor.ts';
import { addressOf, type ConnectionOptions, createDialer, type DialerOptions } from '../http/dialer.ts';
import { sendAlone } from '../http/transport.ts';
import { transportFailure } from '../http/transport-failure.ts';
import { conventionalCredentials } from './conventional-credentials.ts';
import { type Actors, type Environment, resolveCredentials, resolveHeaders, secretsOf } from './credentials.ts';
import { readConnection } from './read-connection.ts';
import { type Proof, startCommand } from './start-command.ts';
import { resolveVersion, type VersionSource } from './version-watch.ts';

export interface OpenTarget {
  readonly name: string;
  readonly origin: string;
  readonly host: string;
  /** Prefix of all paths, without a slash at the end. */
  readonly basePath: string;
  readonly connection?: ConnectionOptions;
  readonly profile: string;
  readonly actors: Actors;
  /** Every request has these headers, unless the call itself sends a header with the same name. */
  readonly headers: { readonly [name: string]: string };
  /** Values that are never written to a file: credentials, and headers from the environment. */
  readonly secrets: readonly string[];
  readonly clock?: TargetClock;
  readonly proof: Proof;
  readonly version?: VersionSource;
  /** Values that suites can use as `${target.NAME}`. */
  readonly values?: JsonObject;
  readonly policy: Pick<TargetPolicy, 'rateLimit' | 'concurrency' | 'timeoutMs' | 'retries'> &
    Partial<Pick<TargetPolicy, 'destructive'>>;
  close(): Promise<void>;
}

export interface StartedServer {
  readonly origin: string;
  readonly actors: Actors;
  readonly clockUrl: string;
  close(): Promise<void>;
}

export interface TargetHooks {
  /** Kinds of credentials in variables such as `PARITY_<ACTOR>_<KIND>`. */
  readonly authKinds: readonly string[];
  /** The caller provides this function, because only `commands` may import the sandbox. */
  readonly startSandbox?: (target: SandboxTarget) => Promise<StartedServer>;
  readonly onOutput?: (line: string) => void;
  readonly signal?: AbortSignal;
}

const CONNECT_TIMEOUT_MS = 5000;

/** @throws environment errors such as credential-missing, target-unreachable, port-taken, command-not-started, server-unexpected */
export function openTarget(target: Target, env: Environment, hooks: TargetHooks): Promise<OpenTarget> {
  switch (target.kind) {
    case 'sandbox':
      return openSandbox(target, env, hooks);
    case 'url':
      return openUrl(target, env, hooks);
    case 'command':
      return openCommand(target, env, hooks);
  }
}

async function openSandbox(target: SandboxTarget, env: Environment, hooks: TargetHooks): Promise<OpenTarget> {
  if (hooks.startSandbox === undefined) throw new Error('expected a startSandbox hook for a sandbox target');
  const sandbox = await hooks.startSandbox(target);
  const clockUrl = target.clockUrl ?? sandbox.clockUrl;
  return {
    ...common({ ...target, url: sandbox.origin, clockUrl }, env),
    ...{ actors: sandbox.actors, headers: {}, secrets: secretsOf(sandbox.actors) },
    proof: 'socket', // the server runs in this process
    close: () => sandbox.close(),
  };
}

async function openUrl(target: UrlTarget, env: Environment, hooks: TargetHooks): Promise<OpenTarget> {
  const sent = readSent(target, env, hooks);
  const connection = await readConnection(target, env);
  const timeoutMs = Math.min(target.timeoutMs, CONNECT_TIMEOUT_MS);
  const problem = await dialProblem({ origin: new URL(target.url).origin, connection, timeoutMs });
  if (problem !== null) throw unreachable(target, problem);
  return { ...common(target, env, connection), ...sent, proof: 'none', close: async () => {} };
}

async function dialProblem(options: DialerOptions): Promise<TransportFailure | null> {
  const { connect, origin } = await createDialer(options);
  return new Promise((resolve) => {
    const settle = (error: Error | null, socket: Socket | null) => {
      clearTimeout(timer);
      socket?.on('error', () => {}).destroy();
      resolve(error === null ? null : transportFailure(error));
    };
    const late = codedError('ETIMEDOUT', 'no connection in time');
    const timer = setTimeout(() => settle(late, null), options.timeoutMs);
    connect(addressOf(origin), (...[error, socket]) => settle(error, socket));
  });
}

function unreachable({ name, url }: UrlTarget, { code, message }: TransportFailure): UserError {
  return userError(
    'target-unreachable',
    `expected the target "${name}" to accept a connection at ${new URL(url).origin}, got ${message}`,
    {
      exitCode: 3,
      hint: UNREACHABLE_HINTS[code]?.(name) ?? 'Start the server, or check "url" of the target.',
    },
  );
}

const UNREACHABLE_HINTS: { readonly [code in TransportFailure['code']]?: (name: string) => string } = {
  'tls-failed': (name) =>
    `If the server uses TLS, set targets.${name}.tls.ca to the certificate file of the CA that issued the server's certificate. Otherwise, use http:// in the URL.`,
  'proxy-refused': (name) =>
    `Check the proxy: targets.${name}.proxy, or HTTPS_PROXY and HTTP_PROXY. The value "none" disables the proxy.`,
  'protocol-unsupported': () => 'Enable HTTP/1.1 on the server too, or put a proxy in front of it.',
};

async function openCommand(target: CommandTarget, env: Environment, hooks: TargetHooks): Promise<OpenTarget> {
  const sent = readSent(target, env, hooks);
  const connection = await readConnection(target, env);
  const started = await startCommand(target, {
    env,
    connection,
    redact: outputRedactor(sent.secrets, env),
    signal: hooks.signal ?? new AbortController().signal,
    ...(hooks.onOutput === undefined ? {} : { onOutput: hooks.onOutput }),
  });
  return { ...common(target, env, connection), ...sent, proof: started.proof, close: () => started.close() };
}

/** Redacts the output of a started server, because a server may print credentials or environment variables. */
function outputRedactor(secrets: readonly string[], env: Environment): (text: string) => string {
  const inherited = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && looksSecret(name, value) ? [[name, value] as const] : [],
  );
  const own = secrets.map((value, index) => [String(index), value] as const);
  const values = new Map([...inherited, ...own]);
  return createRedactor({ values, patterns: [], fields: [], salt: randomBytes(8).toString('hex') }).redactText;
}

type Sent = Pick<OpenTarget, 'actors' | 'headers' | 'secrets'>;

function readSent(target: Target, env: Environment, hooks: TargetHooks): Sent {
  const declared =
    Object.keys(target.actors).length > 0 ? target.actors : conventionalCredentials(env, hooks.authKinds);
  const actors = resolveCredentials(declared, env);
  const headers = resolveHeaders(target.headers, env);
  const hidden = Object.entries(headers).flatMap(([name, value]) =>
    typeof target.headers[name] === 'string' ? [] : [value, value.slice(value.indexOf(' ') + 1)],
  );
  return { actors, headers, secrets: [...new Set([...secretsOf(actors), ...hidden])] };
}

type Common = Omit<OpenTarget, keyof Sent | 'proof' | 'close'>;

function common(
  target: TargetPolicy & { readonly name: string; readonly url: string },
  env: Environment,
  connection: ConnectionOptions = {},
): Common {
  const url = new URL(target.url);
  const { name, profile, rateLimit, concurrency, timeoutMs, retries, clockUrl, values } = target;
  const version = resolveVersion(target.version, env);
  return {
    name,
    origin: url.origin,
    host: url.host,
    basePath: url.pathname.replace(/\/+$/, ''),
    connection,
    profile,
    policy: { rateLimit, concurrency, timeoutMs, retries, destructive: target.destructive },
    ...(values !== undefined && { values }),
    ...(version !== undefined && { version }),
    ...(clockUrl === undefined
      ? {}
      : {
          clock: openClock({
            url: new URL(clockUrl),
            now: Date.now,
            timeoutMs,
            ...(new URL(clockUrl).origin === url.origin && { connection }),
          }),
        }),
  };
}

interface TargetClock {
  advance(seconds: number): Promise<void>;
  /** The target's time in milliseconds, with only the confirmed moves of its clock. */
  now(): number;
}

interface ClockOptions {
  readonly url: URL;
  readonly connection?: ConnectionOptions;
  readonly now: () => number;
  readonly timeoutMs: number;
}

/** The clock is moved by `POST {"seconds": n}`. */
function openClock(options: ClockOptions): TargetClock {
  const { url, now } = options;
  let movedMs = 0;
  return {
    now: () => now() + movedMs,
    advance: async (seconds) => {
      const problem = await post(seconds, options);
      if (problem !== null)
        throw userError('clock-not-moved', `POST ${url.href}: ${problem}`, {
          exitCode: 3,
          hint: 'Check the "clock" of the target.',
        });
      movedMs += seconds * 1000;
    },
  };
}

async function post(seconds: number, { url, connection, timeoutMs }: ClockOptions): Promise<string | null> {
  const { response, failure } = await sendAlone({
    ...{ url, timeoutMs, signal: new AbortController().signal },
    ...(connection !== undefined && { connection }),
    request: {
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from(JSON.stringify({ seconds })),
    },
  });
  if (response === null) return failure?.message ?? 'no response';
  return isSuccess(response.status) ? null : `returned ${response.status}`;
}
