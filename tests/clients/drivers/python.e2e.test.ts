import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientDescription, MethodDescription } from '../../../src/model/driver.ts';
import { CLIENTS, DriverProcess, startOf } from './driver-process.ts';

const ODD = { source: join(CLIENTS, 'python-odd'), construct: { call: 'odd.Client', args: [], kwargs: {} } };

const ACME = { call: 'acme.Client', args: ['key'], kwargs: { base_url: 'http://127.0.0.1:9' } };

let acme: DriverProcess;
let odd: DriverProcess;
let wrong: DriverProcess;
let acmeClient: ClientDescription;
let oddClient: ClientDescription;

beforeAll(async () => {
  acme = new DriverProcess('python');
  odd = new DriverProcess('python');
  wrong = new DriverProcess('python');
  [acmeClient, oddClient] = await Promise.all([
    acme.start({ source: join(CLIENTS, 'python'), construct: ACME, functions: ['acme.webhook.verify'] }),
    odd.start({ ...ODD, ignore: ['ignored_*'] }),
  ]);
});

afterAll(() => Promise.all([acme.end(), odd.end(), wrong.end()]));

const method = (client: ClientDescription, name: string): MethodDescription => {
  const found = client.methods.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name} among ${client.methods.map((each) => each.name).join(', ')}`);
  return found;
};
const parameter = (client: ClientDescription, of: string, name: string) =>
  method(client, of).parameters.find((each) => each.name === name);
const NOTHING: MethodDescription = { name: 'nothing', parameters: [] };
const STRING = { kind: 'string' };
const NULL = { kind: 'null' };

describe('the description of a client', () => {
  it('names every public method of every resource, and the requested functions', () => {
    expect(acmeClient.methods.map((each) => each.name)).toEqual([
      ...['create', 'list', 'get', 'update', 'delete', 'bulk_delete', 'fire'].map((name) => `cues.${name}`),
      ...['list', 'get', 'heartbeat', 'replay', 'verify'].map((name) => `executions.${name}`),
      'messages.send',
      'workers.list',
      'acme.webhook.verify',
    ]);
  });

  it('leaves out private, computed and ignored members, and ends at cycles', () => {
    const names = oddClient.methods.map((each) => each.name);
    expect(method(oddClient, 'aio.echo').async).toBe(true);
    expect(names.filter((each) => /private|computed|ignored|back/.test(each))).toEqual([]);
  });

  it('reports the types, defaults, annotations and position of a method', () => {
    const { doc, at, returns, parameters } = method(acmeClient, 'cues.fire');
    expect({ doc, at, returns }).toEqual({
      doc: 'Create one execution of a cue, now or later.',
      at: { file: 'acme/cues.py', line: expect.any(Number) },
      returns: { kind: 'map', of: { kind: 'any' } },
    });
    expect(parameters.slice(0, 2)).toEqual([
      { name: 'cue_id', required: true, type: STRING, declared: 'str', positional: true },
      {
        name: 'send_at',
        required: false,
        type: { kind: 'union', of: [STRING, { kind: 'datetime' }, NULL] },
        declared: 'Optional[Union[str, datetime]]',
        default: null,
      },
    ]);
  });

  it('reports how the client is constructed', () => {
    const { name, parameters, at } = acmeClient.construction ?? {};
    expect([name, at]).toEqual(['acme.Client', { file: 'acme/client.py', line: 11 }]);
    expect(parameters?.map(({ name: each, required, declared }) => [each, required, declared])).toEqual([
      ['api_key', true, 'str'],
      ['base_url', true, 'str'],
      ['timeout', false, 'float'],
    ]);
  });

  it('reports the members of a typed dict', () => {
    const type = parameter(acmeClient, 'cues.create', 'schedule')?.type;
    expect(type?.kind === 'object' && type.fields.map((each) => [each.name, each.required])).toEqual([
      ['type', true],
      ['cron', false],
      ['at', false],
      ['timezone', false],
    ]);
    expect(type).toMatchObject({ class: 'acme.inputs.Schedule' });
  });

  it.each([
    ['mystery', { kind: 'union', of: [{ kind: 'any' }, NULL] }],
    ['new', { kind: 'union', of: [STRING, NULL] }],
    ['name', STRING],
    ['day', { kind: 'union', of: [{ kind: 'datetime' }, NULL] }],
    ['pair', { kind: 'list', of: { kind: 'integer' } }],
    ['table', { kind: 'union', of: [{ kind: 'map', of: { kind: 'list', of: { kind: 'integer' } } }, NULL] }],
    ['either', { kind: 'union', of: [{ kind: 'integer' }, { kind: 'bytes' }, NULL] }],
    ['color', { kind: 'literal', values: ['red', 'blue'] }],
    ['handler', { kind: 'any' }],
  ])('reads the type of %s from the text of an annotation that cannot be evaluated', (name, type) => {
    expect(parameter(oddClient, 'hints', name)?.type).toEqual(type);
  });

  it('reports a dataclass with its JSON defaults, and an argument that takes any number of values', () => {
    expect(parameter(oddClient, 'hints', 'size')?.type).toMatchObject({
      of: [
        {
          kind: 'object',
          class: 'odd.Size',
          fields: [
            { name: 'width', required: true },
            { name: 'color', required: false, default: 'red' },
            { name: 'tags', required: false },
          ],
        },
        NULL,
      ],
    });
    expect(parameter(oddClient, 'hints', 'handler')).not.toHaveProperty('default');
    expect(method(oddClient, 'hints').parameters.at(-1)?.name).toBe('rest');
    expect(method(oddClient, 'hints').doc).toBe('Has many hints, over two lines.');
  });

  it('reports versions and exception classes', () => {
    expect(acmeClient.versions).toEqual([
      { source: 'pyproject.toml', version: '1.4.0' },
      { source: 'acme.__version__', version: '1.4.0' },
    ]);
    expect(oddClient.versions).toEqual([{ source: 'odd.__version__', version: '0.0.1' }]);
    expect(acmeClient.errors).toContainEqual({
      class: 'acme.errors.NotFoundError',
      bases: ['acme.errors.AcmeError'],
      doc: 'Raised on 404.',
    });
    expect(oddClient.errors).toEqual([{ class: 'odd.OddError', bases: [], doc: 'Something is odd.' }]);
    expect(acmeClient.runtime).toMatch(/^Python 3\.\d+\.\d+$/);
  });
});

describe('a mistake', () => {
  it.each([
    ['request-invalid', { protocol: 1 }, 'expected protocol 2, got 1'],
    ['import-failed', { construct: { ...ODD.construct, call: 'nowhere.Client' } }, "No module named 'nowhere'"],
    [
      'import-failed',
      { construct: { ...ODD.construct, call: 'odd.needs.X' } },
      "No module named 'a_module_that_is_nowhere'",
    ],
    [
      'construct-failed',
      { construct: { ...ODD.construct, call: 'odd.Clinet' } },
      'odd has no "Clinet": expected a name such as Client',
    ],
    ['construct-failed', { construct: { ...ODD.construct, args: [1] } }, 'takes 1 positional argument'],
  ])('at the start is reported with the code %s: %j', async (code, change, message) => {
    const { error } = await wrong.ask(startOf({ ...ODD, ...change }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('in `construct` is reported with a description of the constructor, or with the missing name', async () => {
    const refused = async (construct: object) =>
      (await wrong.ask(startOf({ ...ODD, construct: { ...ODD.construct, ...construct } }))).error;
    const parameters = method({ ...oddClient, methods: [oddClient.construction ?? NOTHING] }, 'odd.Client').parameters;
    expect((await refused({ args: [1] }))?.construction).toMatchObject({ name: 'odd.Client', parameters });
    expect(await refused({ call: 'odd.Clinet' })).toMatchObject({ missing: 'odd.Clinet' });
    expect((await refused({ call: 'nowhere.Client' }))?.missing).toBeUndefined();
  });

  it('of the client is reported with a short stack trace', async () => {
    const { error } = await wrong.ask(startOf({ ...ODD, construct: { ...ODD.construct, call: 'odd.needs.X' } }));
    expect(error?.detail).toMatch(/odd\/needs\.py:1 in <module>: import a_module_that_is_nowhere/);
  });

  it('in a method name suggests similar names', async () => {
    const { error } = await odd.ask({ do: 'call', method: 'aio.ecco', arguments: {}, timeoutMs: 1000 });
    expect(error).toMatchObject({ code: 'method-unknown', message: expect.stringContaining('aio.echo') });
    expect((await odd.ask({ do: 'call', method: '_private', arguments: {}, timeoutMs: 1000 })).error?.code).toBe(
      'method-unknown',
    );
  });

  it('in a line of the protocol is reported, and the driver continues', async () => {
    expect((await odd.write('garbage')).error?.code).toBe('request-invalid');
    expect((await odd.ask({ do: 'dance' })).error?.code).toBe('request-invalid');
    expect(await odd.value('is_closed')).toBe(false);
  });
});
