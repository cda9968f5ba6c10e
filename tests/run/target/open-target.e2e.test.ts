import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer as createPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CommandTarget, SandboxTarget, TargetPolicy, UrlTarget } from '../../../src/model/target.ts';
import { openTarget, type TargetHooks } from '../../../src/run/target/open-target.ts';
import { connectionProblem } from '../../../src/run/target/start-command.ts';
import { temporaryFolder } from '../run-on.ts';
import { answerJson, freePort, serve } from '../servers.ts';

const POLICY: TargetPolicy = {
  profile: 'hosted',
  actors: {},
  rateLimit: null,
  concurrency: 8,
  timeoutMs: 1000,
  retries: 0,
  readOnly: false,
  destructive: false,
  allowDestructive: [],
  headers: {},
};
const HOOKS: TargetHooks = { authKinds: ['api_key', 'internal', 'internal_obo'] };

function urlTarget(url: string, given: Partial<UrlTarget> = {}): UrlTarget {
  return { ...POLICY, kind: 'url', name: 'far', url, ...given };
}

async function commandTarget(program: string, given: Partial<CommandTarget> = {}): Promise<CommandTarget> {
  const port = await freePort();
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'server.mjs'), program);
  return {
    ...POLICY,
    kind: 'command',
    name: 'local',
    command: [process.execPath, 'server.mjs'],
    cwd,
    env: { PORT: String(port) },
    url: `http://127.0.0.1:${port}`,
    ready: { timeoutMs: 5000 },
    stopTimeoutMs: 2000,
    reuseExisting: false,
    ...given,
  };
}

const SERVER = `
import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('ok'));
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening now'));
`;
const WITH_NONCE = SERVER.replace(
  "response.end('ok')",
  "response.setHeader('X-Parity-Nonce', process.env.NONCE ?? process.env.PARITY_NONCE).end('ok')",
);

describe('a target with a URL', () => {
  it('has an origin, a host and a base path', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const target = await openTarget(urlTarget(`${server.origin}/api/`), {}, HOOKS);
    expect(target).toMatchObject({ origin: server.origin, host: `127.0.0.1:${server.port}`, basePath: '/api' });
  });

  it('says what to do if nothing listens there', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(openTarget(urlTarget(url), {}, HOOKS)).rejects.toMatchObject({
      code: 'target-unreachable',
      exitCode: 3,
      message: expect.stringContaining('ECONNREFUSED'),
      hint: expect.stringContaining('Start the server'),
    });
  });

  it('says where to declare its certificate authority if it is untrusted', async () => {
    const { private: key, cert } = await generate([], { keyType: 'ec', algorithm: 'sha256' });
    const server = createServer({ key, cert }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo; // safe cast: `address()` returns an object for a TCP server
    await expect(openTarget(urlTarget(`https://127.0.0.1:${port}`), {}, HOOKS)).rejects.toMatchObject({
      code: 'target-unreachable',
      exitCode: 3,
      hint: expect.stringContaining('targets.far.tls.ca'),
    });
  });

  it('uses the connection from its settings', async () => {
    const socket = join(await temporaryFolder(), 's');
    const server = createPlain().listen(socket);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const target = await openTarget(urlTarget('http://api.test', { connection: { socket } }), {}, HOOKS);
    expect(target).toMatchObject({ origin: 'http://api.test', connection: { socketPath: socket } });
  });

  it('moves its clock with POST, and continues from there', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const target = await openTarget(urlTarget(server.origin, { clockUrl: `${server.origin}/advance` }), {}, HOOKS);
    const before = target.clock?.now() ?? 0;
    await target.clock?.advance(3600);
    expect(server.seen[0]).toMatchObject({ method: 'POST', target: '/advance', body: '{"seconds":3600}' });
    expect((target.clock?.now() ?? 0) - before).toBeGreaterThanOrEqual(3_600_000);
  });

  it('reports that its clock cannot be moved', async () => {
    const server = await serve((_request, response) => answerJson(response, 404, {}));
    const target = await openTarget(urlTarget(server.origin, { clockUrl: `${server.origin}/advance` }), {}, HOOKS);
    await expect(target.clock?.advance(1)).rejects.toMatchObject({ code: 'clock-not-moved' });
  });
});

describe('credentials', () => {
  const open = async (actors: TargetPolicy['actors'], env: Record<string, string>) => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    return (await openTarget(urlTarget(server.origin, { actors }), env, HOOKS)).actors;
  };

  it('come from the environment and from the file', async () => {
    const actors = { main: { internal_obo: { secret: { env: 'KEY' }, user_id: { value: 'u-1' } } } };
    expect(await open(actors, { KEY: 's' })).toEqual({ main: { internal_obo: { secret: 's', user_id: 'u-1' } } });
  });

  it('are all named if they are not set', async () => {
    const actors = { main: { api_key: { secret: { env: 'B' } } }, other: { api_key: { secret: { env: 'A' } } } };
    await expect(open(actors, { B: '' })).rejects.toMatchObject({
      code: 'credential-missing',
      exitCode: 3,
      message: expect.stringContaining('A, B'),
    });
  });

  it('follow the names of variables if the target declares none', async () => {
    const env = {
      PARITY_MAIN_API_KEY: 'm',
      PARITY_OTHER_API_KEY: '',
      PARITY_OPERATOR_INTERNAL: 'o',
      PARITY_OPERATOR_INTERNAL_OBO: 'p',
      PARITY_OPERATOR_INTERNAL_OBO__USER_ID: 'u-1',
      PARITY_NONCE: 'x',
      PARITY_API_KEY: 'nobody',
    };
    expect(await open({}, env)).toEqual({
      main: { api_key: { secret: 'm' } },
      operator: { internal: { secret: 'o' }, internal_obo: { secret: 'p', user_id: 'u-1' } },
    });
  });
});

describe('the sandbox', () => {
  it('provides its accounts and its clock', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const actors = { main: { api_key: { secret: 'key-main', user_id: 'u-main' } } };
    const target: SandboxTarget = { ...POLICY, kind: 'sandbox', name: 'sandbox', defects: [], features: [] };
    const clockUrl = `${server.origin}/clock`;
    const startSandbox = async () => ({ origin: server.origin, actors, clockUrl, close: async () => {} });
    const opened = await openTarget(target, {}, { ...HOOKS, startSandbox });
    expect(opened.actors).toEqual(actors);
    await opened.clock?.advance(60);
    expect(server.seen[0]?.target).toBe('/clock');
  });
});

describe('a target that is started by a command', () => {
  it('is ready when it responds, and ends when it is closed', async () => {
    const given = await commandTarget(SERVER);
    const target = await openTarget(given, {}, HOOKS);
    expect(await connectionProblem(new URL(given.url), 500)).toBeNull();
    await target.close();
    expect(await connectionProblem(new URL(given.url), 500)).toBe('ECONNREFUSED');
  });

  it('is ready when a line of its output says so', async () => {
    const target = await openTarget(
      await commandTarget(SERVER, { ready: { log: 'listening', timeoutMs: 5000 } }),
      {},
      HOOKS,
    );
    await target.close();
  });

  it.runIf(process.platform === 'linux')('is identified by its socket', async () => {
    const target = await openTarget(await commandTarget(SERVER), {}, HOOKS);
    await target.close();
    expect(target.proof).toBe('socket');
  });

  it('is identified by its nonce', async () => {
    const target = await openTarget(await commandTarget(WITH_NONCE), {}, HOOKS);
    await target.close();
    expect(target.proof).toBe('nonce');
  });

  it('is rejected if it has another nonce', async () => {
    const given = await commandTarget(WITH_NONCE);
    const target = { ...given, env: { ...given.env, NONCE: 'other' } };
    await expect(openTarget(target, {}, HOOKS)).rejects.toMatchObject({ code: 'server-unexpected' });
    expect(await connectionProblem(new URL(given.url), 500)).toBe('ECONNREFUSED');
  });

  it.runIf(process.platform === 'linux')('is rejected if another process has the socket', async () => {
    // the second process listens, but is not in the process group of the command
    const given = await commandTarget(`
      import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ['other.mjs'], { detached: true, stdio: 'ignore' });
      process.on('SIGTERM', () => { child.kill(); process.exit(); });
      setInterval(() => {}, 1000);
    `);
    await writeFile(join(given.cwd, 'other.mjs'), SERVER);
    await expect(openTarget(given, {}, HOOKS)).rejects.toMatchObject({ code: 'server-unexpected' });
  });

  it('is not started if something responds there already', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const target = await commandTarget(SERVER, { url: server.origin });
    await expect(openTarget(target, {}, HOOKS)).rejects.toMatchObject({ code: 'port-taken', exitCode: 3 });
  });

  it('is used instead of started if that is allowed', async () => {
    const server = await serve((_request, response) => answerJson(response, 200, {}));
    const target = await openTarget(await commandTarget('', { url: server.origin, reuseExisting: true }), {}, HOOKS);
    expect(target).toMatchObject({ origin: server.origin, proof: 'none' });
  });

  it('fails immediately if it exits, with its last output', async () => {
    const target = await commandTarget(
      "for (let line = 1; line <= 30; line += 1) console.error('line', line);\nprocess.exitCode = 7;",
    );
    const failure = await openTarget(target, {}, HOOKS).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'command-exited', message: expect.stringContaining('exit code 7') });
    expect(failure).toMatchObject({ message: expect.stringContaining('line 11\n') });
    expect(failure).not.toMatchObject({ message: expect.stringContaining('line 10\n') });
  });

  it('shows its last output without our credentials, in any encoding', async () => {
    const key = 'key-for-main-only';
    const print = 'const k = process.env.PARITY_MAIN_API_KEY; console.error(k, btoa(k), encodeURIComponent(`${k}`));';
    const target = await commandTarget(`${print}\nconsole.error(process.env.DB_PASSWORD);\nprocess.exitCode = 1;`);
    const env = { PARITY_MAIN_API_KEY: key, DB_PASSWORD: 'hunter2hunter2' };
    const failure = await openTarget(target, env, HOOKS).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining('[redacted:') });
    expect(String(failure)).not.toMatch(new RegExp(`${key}|${btoa(key)}|hunter2`));
  });

  it('fails if it is not ready in time, says what it waited for and leaves nothing running', async () => {
    const target = await commandTarget(SERVER.replace("response.end('ok')", 'response.writeHead(503).end()'), {
      ready: { url: '/health', timeoutMs: 500 },
    });
    await expect(openTarget(target, {}, HOOKS)).rejects.toMatchObject({
      code: 'command-not-ready',
      message: expect.stringMatching(/was not ready after 500 ms \(GET \S+\/health/),
    });
    expect(await connectionProblem(new URL(target.url), 500)).toBe('ECONNREFUSED');
  });

  it('fails if the command does not exist', async () => {
    const target = await commandTarget('', { command: ['no-such-command-anywhere'] });
    await expect(openTarget(target, {}, HOOKS)).rejects.toMatchObject({ code: 'command-not-started' });
  });

  it('is killed with all processes that it started if it does not exit', async () => {
    const given = await commandTarget(
      `
      import { spawn } from 'node:child_process';
      process.on('SIGTERM', () => {});
      spawn(process.execPath, ['child.mjs'], { stdio: 'inherit' });
      setInterval(() => {}, 1000);
    `,
      { stopTimeoutMs: 100 },
    );
    await writeFile(join(given.cwd, 'child.mjs'), `process.on('SIGTERM', () => {});${SERVER}`);
    const target = await openTarget(given, {}, HOOKS);
    await target.close();
    expect(await connectionProblem(new URL(given.url), 500)).toBe('ECONNREFUSED');
  });
});
