import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientDescription } from '../../../src/model/driver.ts';
import { CLIENTS, DriverProcess, startOf } from './driver-process.ts';
import { EchoServer, SUCCESS, TOO_MANY } from './echo-server.ts';

/** This server sends the list of its tools in two pages and prints text outside the protocol. */
const ODD = `
console.log('Welcome!');
console.error('a word on stderr');
const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }));
const text = (id, text) => say({ id, result: { content: [{ type: 'text', text }] } });
let asked = null;
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, error } = JSON.parse(line);
  if (method === 'initialize') say({ id, result: { serverInfo: {} } });
  if (method === 'tools/list' && !params.cursor) {
    say({ method: 'notifications/message', params: { data: 'listing' } });
    say({ id, result: { tools: ['ask', 'die'].map((name) => ({ name })), nextCursor: '2' } });
  }
  if (method === 'tools/list' && params.cursor) {
    say({ id, result: { tools: ['hang', 'plain', 'structured', 'refused'].map((name) => ({ name })) } });
  }
  if (method === undefined) text(asked, String(error.code));
  if (method !== 'tools/call') return;
  if (params.name === 'ask') {
    asked = id;
    say({ id: 'q', method: 'sampling/createMessage', params: {} });
  }
  if (params.name === 'die') process.exit(3);
  if (params.name === 'plain') text(id, 'no JSON');
  if (params.name === 'structured') say({ id, result: { content: [], structuredContent: { a: 1 } } });
  if (params.name === 'refused') say({ id, error: { code: -32000, message: 'Not now.', data: { wait: 7 } } });
});
`;

const server = new EchoServer();
let acme: DriverProcess;
let odd: DriverProcess;
let description: ClientDescription;
let oddDescription: ClientDescription;

beforeAll(async () => {
  acme = new DriverProcess('mcp', { ACME_API_KEY: 'made-up', ACME_BASE_URL: await server.listen() });
  odd = new DriverProcess('mcp');
  [description, oddDescription] = await Promise.all([
    acme.start({ source: join(CLIENTS, 'mcp'), command: ['node', 'server.js'], ignore: ['messages_*'] }),
    odd.start({ command: ['node', '-e', ODD] }),
  ]);
});

afterAll(async () => {
  await Promise.all([acme.end(), odd.end()]);
  server.close();
});

describe('the description of an MCP server', () => {
  it('contains its tools except the ignored ones', () => {
    expect(description.methods.map(({ name }) => name)).toEqual([
      ...['cues_create', 'cues_list', 'cues_get', 'cues_delete', 'cues_fire'],
      ...['executions_list', 'executions_heartbeat'],
    ]);
  });

  it('contains the parameters of each tool', () => {
    const heartbeat = description.methods.find(({ name }) => name === 'executions_heartbeat');
    expect(heartbeat).toEqual({
      name: 'executions_heartbeat',
      doc: 'Extend the lease of an execution.',
      parameters: [
        { name: 'execution_id', required: true, type: { kind: 'string' }, declared: 'string' },
        { name: 'worker_id', required: false, type: { kind: 'string' }, declared: 'string' },
        { name: 'verify_echo', required: false, type: { kind: 'boolean' }, declared: 'boolean' },
      ],
    });
  });

  it('contains its versions', () => {
    expect(description.versions).toEqual([
      { source: 'serverInfo', version: '0.5.0' },
      { source: 'package.json', version: '0.5.0' },
    ]);
  });

  it('contains the tools of several pages, even with other lines in between', () => {
    const names = oddDescription.methods.map(({ name }) => name);
    expect(names).toEqual(['ask', 'die', 'hang', 'plain', 'structured', 'refused']);
  });
});

describe('a call of a tool', () => {
  it('sends its request, and returns its text parsed as JSON', async () => {
    server.answer = SUCCESS;
    const schedule = { type: 'once', at: { $type: 'datetime', value: '2030-01-01T00:00:00Z' } };
    const outcome = await acme.call('cues_create', { name: 'n', schedule, verify_echo: true });
    expect(outcome).toEqual({ kind: 'returned', value: { id: 'cue_1' } });
    expect(server.last).toMatchObject({
      line: 'POST /v1/cues',
      headers: { 'x-cueapi-verify-echo': 'true', 'user-agent': 'acme-mcp/0.5.0' },
      body: { name: 'n', schedule: { type: 'once', at: '2030-01-01T00:00:00Z' } },
    });
  });

  it('raises an error with the content of the result if the result is an error', async () => {
    server.answer = TOO_MANY;
    const details = { status: 429, code: 'too_many', message: 'Slow down.', retry_after: 7 };
    expect(await acme.call('cues_get', { cue_id: 'a/b' })).toEqual({
      kind: 'raised',
      class: 'tool-error',
      bases: [],
      text: JSON.stringify(details),
      attributes: { content: details },
      own: true,
    });
    expect(server.last?.line).toBe('GET /v1/cues/a%2Fb');
  });

  it('raises an error if the server returns an error of the protocol', async () => {
    expect(await odd.call('refused', {})).toMatchObject({
      class: 'rpc-error',
      text: 'Not now.',
      attributes: { code: -32000, message: 'Not now.', data: { wait: 7 } },
    });
  });

  it('returns non-JSON text unchanged, and structured content in preference to text', async () => {
    expect(await odd.call('plain', {})).toEqual({ kind: 'returned', value: 'no JSON' });
    expect(await odd.call('structured', {})).toEqual({ kind: 'returned', value: { a: 1 } });
  });

  it('answers a request of the server with the error that the method does not exist', async () => {
    expect(await odd.call('ask', {})).toEqual({ kind: 'returned', value: -32601 });
  });

  it('reports the output of a server that ends, and the next call gets a new server', async () => {
    expect(await odd.tryCall('die', {})).toMatchObject({
      error: {
        code: 'start-failed',
        message: expect.stringContaining('exit code 3'),
        detail: 'stdout has 1 line that is not JSON; the first: Welcome!\na word on stderr',
      },
    });
    expect(await odd.call('plain', {})).toEqual({ kind: 'returned', value: 'no JSON' });
  });

  it('ends the server if it hangs, and the next call gets a new server', async () => {
    expect(await odd.call('hang', {}, 200)).toEqual({ kind: 'timed-out', afterMs: 200 });
    expect(await odd.call('plain', {})).toEqual({ kind: 'returned', value: 'no JSON' });
  });

  it('is rejected if the tool is unknown', async () => {
    expect(await odd.tryCall('nonsense', {})).toMatchObject({ error: { code: 'method-unknown' } });
  });
});

describe('a server that cannot be started', () => {
  it('is reported with its last output', async () => {
    const driver = new DriverProcess('mcp');
    const failing = ['node', '-e', 'throw new Error("no key")'];
    expect(await driver.ask(startOf({ command: ['/nowhere/acme'] }))).toMatchObject({
      error: { code: 'start-failed' },
    });
    expect(await driver.ask(startOf({ command: failing }))).toMatchObject({
      error: { code: 'start-failed', detail: expect.stringContaining('no key') },
    });
    await driver.end();
  });
});
