import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientDescription, MethodDescription, Parameter } from '../../../src/model/driver.ts';
import { CLIENTS, DriverProcess } from './driver-process.ts';

const ACME = join(CLIENTS, 'typescript');

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let seen: Seen[] = [];
let answer: { status: number; body: string; headers: Record<string, string> };
let acme: DriverProcess;
let description: ClientDescription;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: await text(request) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kwargs = { apiKey: 'key', baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  acme = new DriverProcess('node');
  description = await acme.start({
    source: ACME,
    construct: { call: '@acme/cues#Client', args: [], kwargs },
    functions: ['@acme/cues.verifyWebhook'],
    ignore: ['workers.*'],
  });
});

beforeEach(() => {
  seen = [];
  answer = { status: 200, body: '{}', headers: { 'Content-Type': 'application/json' } };
});

afterAll(async () => {
  await acme.end();
  server.close();
});

describe('the description of a client with declarations', () => {
  it('contains every method and function except the ignored ones', () => {
    expect(description.methods.map(({ name }) => name)).toEqual([
      ...['bulkDelete', 'create', 'delete', 'fire', 'get', 'list', 'update'].map((name) => `cues.${name}`),
      ...['get', 'heartbeat', 'list', 'replay', 'verify'].map((name) => `executions.${name}`),
      'messages.send',
      '@acme/cues.verifyWebhook',
    ]);
  });

  it('contains positional parameters and the members of an options object', () => {
    const [cueId, options] = method('cues.fire').parameters;
    expect(cueId).toEqual({
      ...{ name: 'cueId', required: true, type: { kind: 'string' } },
      ...{ declared: 'string', positional: true },
    });
    expect(options).toMatchObject({ name: 'options', required: false, declared: 'FireOptions' });
    expect(fields(options).map(({ name }) => name)).toEqual([
      ...['sendAt', 'payloadOverride', 'mergeStrategy', 'exitCriteria', 'idempotencyKey', 'verifyEcho'],
    ]);
  });

  it.each([
    ['cues.fire', 'sendAt', { kind: 'union', of: [{ kind: 'string' }, { kind: 'datetime' }, { kind: 'null' }] }],
    ['cues.fire', 'exitCriteria', { kind: 'union', of: [{ kind: 'list', of: { kind: 'string' } }, { kind: 'null' }] }],
    ['cues.fire', 'verifyEcho', { kind: 'boolean' }],
    ['cues.create', 'transport', { kind: 'literal', values: ['webhook', 'worker'] }],
    ['cues.create', 'payload', { kind: 'union', of: [{ kind: 'map', of: { kind: 'any' } }, { kind: 'null' }] }],
    ['cues.list', 'limit', { kind: 'number' }],
  ])('reports the declared type of %s %s', (name, field, type) => {
    const found = fields(method(name).parameters.at(-1)).find((each) => each.name === field);
    expect(found).toMatchObject({ required: false, type });
  });

  it('reports which members of nested objects are required', () => {
    const schedule = fields(method('cues.create').parameters[0]).find(({ name }) => name === 'schedule');
    expect(schedule).toMatchObject({ required: true, type: { class: 'ScheduleInput' } });
    const required = fields(schedule).map((field) => [field.name, field.required]);
    expect(required).toEqual([
      ['type', true],
      ['cron', false],
      ['at', false],
      ['timezone', false],
    ]);
  });

  it('contains the awaited return type of a method, its comment and its position', () => {
    const { returns, doc, async, at } = method('executions.heartbeat');
    expect({ doc, async, at }).toEqual({
      ...{ doc: 'Extend the lease of a claimed execution.', async: true },
      at: { file: 'lib/index.d.ts', line: expect.any(Number) },
    });
    const returned = returns?.kind === 'object' ? returns.fields.map(({ name }) => name) : [];
    expect(returned.toSorted()).toEqual([
      ...['acknowledged', 'bodyReceived', 'bodyReceivedSha256', 'executionId', 'leaseExtendedUntil'],
    ]);
  });

  it('contains a default from a comment', () => {
    const { parameters } = method('@acme/cues.verifyWebhook');
    expect(fields(parameters[0]).at(-1)).toMatchObject({ name: 'toleranceSeconds', required: false, default: 300 });
  });

  it('contains how the client is constructed', () => {
    const { name, parameters } = description.construction ?? {};
    const [options] = parameters ?? [];
    expect([name, options?.name]).toEqual(['@acme/cues#Client', 'options']);
    expect(options?.type.kind === 'object' && options.type.fields.map((each) => [each.name, each.required])).toEqual([
      ['apiKey', true],
      ['baseUrl', true],
    ]);
  });

  it('has error classes with their bases and comments, and the versions', () => {
    expect(description.errors).toContainEqual({
      ...{ class: '@acme/cues.NotFoundError', bases: ['@acme/cues.AcmeError'], doc: 'Raised on 404.' },
    });
    expect(description.errors).toHaveLength(8);
    expect(description.versions).toEqual([
      { source: 'package.json', version: '2.1.0' },
      { source: '@acme/cues.VERSION', version: '2.1.0' },
    ]);
  });
});

describe('a call', () => {
  it('sends its request, and returns the response', async () => {
    answer.body = '{"id":"cue_1","next_run":null,"payload":{"as_is":1}}';
    const value = await acme.value('cues.get', { cueId: 'a/b?c d', options: { executionLimit: 5 } });
    expect(seen).toMatchObject([
      { line: 'GET /v1/cues/a%2Fb%3Fc%20d?execution_limit=5', headers: { 'user-agent': 'acme-cues-js/2.1.0' } },
    ]);
    expect(value).toEqual({ id: 'cue_1', nextRun: null, payload: { as_is: 1 } });
  });

  it('passes a Date if the declaration allows one', async () => {
    const sendAt = { $type: 'datetime', value: '2030-01-02T03:04:05+02:00' } as const;
    await acme.value('cues.fire', { cueId: 'c', options: { sendAt } });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ send_at: '2030-01-02T01:04:05.000Z' });
  });

  it('passes text as text, even inside a nested object', async () => {
    const schedule = { type: 'once', at: '2030-01-02T03:04:05+02:00' };
    await acme.value('cues.create', { options: { name: 'n', schedule } });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ name: 'n', schedule });
  });

  it('omits arguments that are not given', async () => {
    await acme.value('executions.list');
    expect(seen).toMatchObject([{ line: 'GET /v1/executions', body: '' }]);
  });

  it('reports the class, bases, text and attributes of an error', async () => {
    const error = { code: 'slow_down', message: 'Slow down.', status: 429 };
    answer = { status: 429, body: JSON.stringify({ error }), headers: { 'Retry-After': '7' } };
    expect(await acme.call('executions.get', { executionId: 'e' })).toEqual({
      kind: 'raised',
      class: '@acme/cues.RateLimitError',
      bases: ['@acme/cues.AcmeError'],
      text: 'Slow down.',
      attributes: {
        ...{ message: 'Slow down.', name: 'RateLimitError', status: 429, code: 'slow_down' },
        ...{ body: { error }, retryAfter: 7 },
      },
      own: true,
    });
  });

  it("reports an error that is not the client's own if the client cannot connect", async () => {
    const lost = new DriverProcess('node');
    const kwargs = { apiKey: 'key', baseUrl: 'http://127.0.0.1:1' };
    await lost.start({ source: ACME, construct: { call: './lib/index.js#Client', args: [], kwargs } });
    const outcome = await lost.call('workers.list');
    await lost.end();
    expect(outcome).toMatchObject({ kind: 'raised', class: 'Error', own: false, attributes: { code: 'ECONNREFUSED' } });
  });

  it('can call a function of the package', async () => {
    const options = { payload: '{}', signature: 'v1=00', timestamp: '0', secret: 's' };
    expect(await acme.value('@acme/cues.verifyWebhook', { options })).toBe(false);
  });

  it('suggests the nearest name if the method does not exist', async () => {
    const { error } = await acme.ask({ do: 'call', method: 'cues.fier', arguments: {}, timeoutMs: 100 });
    expect(error).toMatchObject({
      code: 'method-unknown',
      message: expect.stringContaining('did you mean cues.fire?'),
    });
  });

  it('is rejected if an argument is unknown', async () => {
    const { error } = await acme.ask({ do: 'call', method: 'cues.fire', arguments: { id: 1 }, timeoutMs: 100 });
    expect(error).toMatchObject({ message: 'cues.fire has no parameter id; it takes cueId, options' });
  });
});

function method(name: string): MethodDescription {
  const found = description.methods.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no method ${name}`);
  return found;
}

function fields(parameter: Parameter | undefined): readonly Parameter[] {
  if (parameter?.type.kind !== 'object') throw new Error(`${parameter?.name} is no object`);
  return parameter.type.fields;
}
