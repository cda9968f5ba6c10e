import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, or an empty object if the body is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The default is the key of the main account. If the token is null, the request has no token. */
  readonly token?: string | null;
}

export interface Bench {
  readonly sandbox: Sandbox;
  call(request: string, options?: CallOptions): Promise<Answer>;
  /** Makes a call with the key of the second account. */
  asOther(request: string, options?: CallOptions): Promise<Answer>;
  /** Creates an account on the free plan. */
  register(): Promise<string>;
  advance(seconds: number): Promise<Answer>;
  createCue(fields?: object): Promise<string>;
  fire(cueId: string, body?: object): Promise<string>;
  createAgent(fields?: object): Promise<string>;
  send(from: string, fields: object, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

let names = 0;

export function freshName(prefix = 'thing'): string {
  names += 1;
  return `${prefix}-${names}`;
}

export async function openBench(options: SandboxOptions = {}): Promise<Bench> {
  const sandbox = await startSandbox(options);
  const call = (request: string, given: CallOptions = {}) => send(sandbox, request, given);
  const idOf = async (answer: Promise<Answer>) => String((await answer).body.id);
  return {
    sandbox,
    call,
    asOther: (request, given = {}) => call(request, { token: sandbox.accounts.other.api_key, ...given }),
    async register() {
      const body = { email: `${freshName('fresh')}@example.com` };
      return String((await call('POST /v1/auth/register', { token: null, body })).body.api_key);
    },
    advance: (seconds) => call('POST /__sandbox/advance', { body: { seconds } }),
    createCue: (fields = {}) => idOf(call('POST /v1/cues', { body: { ...workerCue(), ...fields } })),
    fire: (cueId, body) => idOf(call(`POST /v1/cues/${cueId}/fire`, body ? { body } : {})),
    createAgent: (fields = {}) =>
      idOf(call('POST /v1/agents', { body: { display_name: freshName('Agent'), ...fields } })),
    send: (from, fields, headers = {}) =>
      call('POST /v1/messages', {
        body: { body: 'hello', ...fields },
        headers: { 'X-Cueapi-From-Agent': from, ...headers },
      }),
    close: () => sandbox.close(),
  };
}

export function workerCue() {
  return { name: freshName('cue'), schedule: { type: 'recurring', cron: '0 9 * * *' }, transport: 'worker' };
}

export function errorCode(answer: Answer): unknown {
  const { error } = answer.body;
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

export function items(answer: Answer, key: string): readonly Record<string, unknown>[] {
  const list = answer.body[key];
  return Array.isArray(list) ? list : [];
}

async function send(sandbox: Sandbox, request: string, given: CallOptions): Promise<Answer> {
  const [method = 'GET', target = '/'] = request.split(' ');
  const token = given.token === undefined ? sandbox.accounts.main.api_key : given.token;
  const response = await fetch(sandbox.origin + target, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(given.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...given.headers,
    },
    ...(given.body === undefined
      ? {}
      : { body: typeof given.body === 'string' ? given.body : JSON.stringify(given.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parseObject(text) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

export interface Received {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Starts a webhook receiver. The function `statusOf` chooses the status of each response. */
export async function openReceiver(statusOf: (attempt: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    received.push({ method: request.method ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(statusOf(received.length)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // safe cast: `address()` returns an object for a TCP server
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/hook`, received, close };
}
