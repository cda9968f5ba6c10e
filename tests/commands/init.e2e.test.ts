import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { openapi } from '../openapi/documents.ts';

const text = { 'application/json': { schema: { type: 'object', properties: { ok: { type: 'boolean' } } } } };
const reads = (operationId: string, security: object[] = []) => ({
  operationId,
  security,
  responses: { 200: { description: 'ok', content: text }, 401: { description: 'no key' } },
});
const KEY = [{ token: [] }];
const SCHEMES = { components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } };
const DOCUMENT = openapi(
  {
    '/health': { get: { tags: ['health'], ...reads('read') } },
    '/notes': { get: { tags: ['notes'], ...reads('list', KEY) }, post: { tags: ['notes'], ...reads('create', KEY) } },
  },
  { ...SCHEMES, servers: [{ url: 'https://api.example.com/v1' }] },
);
const GATED = openapi({ '/notes': { get: { tags: ['notes'], ...reads('list') } } });
const LOCKED = openapi({ '/notes': { get: { tags: ['notes'], ...reads('list', KEY) } } }, SCHEMES);

describe('parity init', () => {
  it('writes a project whose first suite passes and which parity check accepts', async () => {
    const { url, seen } = await serve();
    const cwd = await folder();
    const { exitCode, stdout } = await command(['init', '--openapi', 'api.json', '--server', `${url}/v1`], {
      cwd,
      env: { PARITY_MAIN_TOKEN: 'good' },
    });
    expect(stdout).toContain('  passed  GET /v1/notes   200');
    expect(exitCode).toBe(0);
    expect(seen).toEqual(['GET /v1/health', 'GET /v1/notes']);
    expect(await readFile(join(cwd, 'suites/first.yaml'), 'utf8')).toContain(
      'call: notes.list, expect: { status: 200 }',
    );
    expect(await command(['check'], { cwd })).toMatchObject({ exitCode: 0 });
    const run = await command(['run', '--probes', 'none'], { cwd, env: { PARITY_MAIN_TOKEN: 'good' } });
    expect(run).toMatchObject({ exitCode: 0 });
  });

  it('writes every schema file that its data files refer to', async () => {
    const { url } = await serve();
    const cwd = await folder();
    await command(['init', '--openapi', 'api.json', '--server', url], { cwd });
    expect((await readdir(join(cwd, 'schema'))).toSorted()).toEqual([
      'api.json',
      'config.json',
      'contract.json',
      'suite.json',
      'xfails.json',
    ]);
  });

  it('overwrites nothing', async () => {
    const { url } = await serve();
    const cwd = await folder({
      '.gitignore': 'mine\n',
      'parity.config.yaml': `targets: { sandbox: { url: "${url}" } }\n`,
    });
    const { stdout } = await command(['init', '--openapi', 'api.json', '--server', 'http://127.0.0.1:9'], { cwd });
    expect(await readFile(join(cwd, '.gitignore'), 'utf8')).toBe('mine\n');
    expect(await readFile(join(cwd, 'parity.config.yaml'), 'utf8')).toContain(url);
    expect(stdout).toMatch(/= \.gitignore +already exists and is kept; add the line reports\/ to it/);
    expect(stdout).toMatch(/= parity\.config\.yaml +already exists and is kept\n/);
    expect(stdout).toContain('First requests to http://127.0.0.1:9:');
  });

  it('writes nothing if one file cannot be written', async () => {
    const { url } = await serve();
    const cwd = await folder({ schema: 'a file\n' });
    const { exitCode, stderr } = await command(['init', '--openapi', 'api.json', '--server', url], { cwd });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('cannot write');
    expect((await readdir(cwd)).toSorted()).toEqual(['api.json', 'gated.json', 'locked.json', 'schema']);
  });

  it('writes nothing and says what is missing if it cannot ask', async () => {
    const cwd = await folder();
    const { exitCode, stderr } = await command(['init'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--openapi is missing');
    expect((await readdir(cwd)).toSorted()).toEqual(['api.json', 'gated.json', 'locked.json']);
  });

  it('sends nothing to a server that only the document names', async () => {
    const cwd = await folder();
    const { exitCode, stdout } = await command(['init', '--openapi', 'api.json'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('No request was sent');
    expect(await readFile(join(cwd, 'parity.config.yaml'), 'utf8')).toContain('url: https://api.example.com\n');
  });

  it('writes the base path at which it finds the API, and repeats the first calls there', async () => {
    const { url } = await serve();
    const cwd = await folder();
    const args = ['init', '--openapi', 'api.json', '--server', `${url}/nowhere`];
    const { exitCode, stdout } = await command(args, { cwd, env: { PARITY_MAIN_TOKEN: 'good' } });
    expect(await readFile(join(cwd, 'parity.config.yaml'), 'utf8')).toContain(`    url: ${url}\n`);
    expect(stdout).toContain(`The API responds at ${url}, not at ${url}/nowhere. parity.config.yaml contains`);
    expect(stdout).toContain('  passed  GET /v1/notes   200');
    expect(exitCode).toBe(0);
  });

  it('finds a document with a usual name', async () => {
    const { url } = await serve();
    const cwd = await folder({ 'openapi.json': JSON.stringify(DOCUMENT) });
    expect(await command(['init', '--server', url], { cwd })).toMatchObject({ exitCode: 0 });
  });
});

describe('a problem found by the first requests of parity init', () => {
  it.each([
    ['a server that does not exist', 'api.json', '', {}, 'to accept a connection'],
    [
      'a key that is refused',
      'api.json',
      '',
      { PARITY_MAIN_TOKEN: 'bad' },
      'rejects the credential of main in every call (401 to GET /v1/notes)',
    ],
    ['a key that is missing', 'locked.json', '', {}, 'needs a credential, and no credential is set'],
    [
      'a key that the document does not declare',
      'gated.json',
      '',
      {},
      'the document declares none: set the `headers` of the target',
    ],
    ['a wrong base path', 'gated.json', '/nowhere', {}, 'check the base path'],
    ['a rate limit', 'api.json', '/limited', {}, 'limits requests (429)'],
    ['a server that is overloaded', 'api.json', '/busy', {}, 'returned 503 for every called operation (GET /'],
  ])('is %s, in one line, with exit code 3', async (what, document, path, env, line) => {
    const { url } = what.includes('does not exist') ? { url: 'http://127.0.0.1:9' } : await serve();
    const cwd = await folder();
    const args = ['init', '--openapi', document, '--server', url + path];
    const { exitCode, stdout } = await command(args, { cwd, env });
    expect(stdout.split('\n').filter((each) => each.includes(line))).toHaveLength(1);
    expect(exitCode).toBe(3);
    expect((await readdir(cwd)).includes('parity.config.yaml')).toBe(true);
  });
});

describe('a server that a command starts', () => {
  it('is started at the port in the command', async () => {
    const { url } = await serve();
    const port = await freePort();
    const program = `require("http").createServer((q, a) => fetch("${url}" + q.url).then(async (r) => { a.writeHead(r.status, { "content-type": "application/json" }); a.end(await r.text()); })).listen(+process.argv[1])`;
    const cwd = await folder();
    await mkdir(join(cwd, 'src'));
    await writeFile(join(cwd, 'src/server.cjs'), program.replace('argv[1]', 'argv[3]'));
    const args = ['init', '--openapi', 'api.json', '--server', `node src/server.cjs --port ${port}`];
    const { stdout, exitCode } = await command(args, { cwd, env: { PATH: process.env.PATH ?? '' } });
    expect(stdout).toContain('passed   GET /v1/health');
    expect(exitCode).toBe(0);
    expect(await readFile(join(cwd, 'parity.config.yaml'), 'utf8')).toContain(
      `command: [ node, src/server.cjs, --port, "${port}" ]\n    url: http://127.0.0.1:${port}\n`,
    );
  });
});

function folder(files: { readonly [file: string]: string } = {}): Promise<string> {
  const documents = {
    'api.json': JSON.stringify(DOCUMENT),
    'locked.json': JSON.stringify(LOCKED),
    'gated.json': JSON.stringify(GATED),
  };
  return writeProject({ ...documents, ...files }, {});
}

/** A server whose operations are below the path `/v1`. The paths `/limited` and `/busy` return errors. */
async function serve(): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(statusOf(request), { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, seen };
}

function statusOf({ url = '', headers }: IncomingMessage): number {
  if (url.startsWith('/limited')) return 429;
  if (url.startsWith('/busy')) return 503;
  if (!url.startsWith('/v1/') && url !== '/notes') return 404;
  return url.endsWith('/notes') && headers.authorization !== 'Bearer good' ? 401 : 200;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // safe cast: `address()` returns an object for a TCP server
}
