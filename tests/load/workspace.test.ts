import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import type { CallStep } from '../../src/model/suite.ts';
import { edited, writeProject } from '../helpers/project.ts';

const CREATE = 'contracts/things/create.yaml';
const SUITE = 'suites/things.yaml';
const API = 'contracts/api.yaml';

async function load(changes: { readonly [file: string]: string | null } = {}) {
  const workspace = await loadWorkspace(await writeProject(changes));
  expect(workspace.diagnostics).toEqual([]);
  return workspace;
}

async function contractOf(id: string, changes: { readonly [file: string]: string } = {}) {
  const contract = (await load(changes)).contracts.operations.get(id);
  if (contract === undefined) throw new Error(`there is no ${id}`);
  return contract;
}

describe('an integer beyond 2^53', () => {
  const BIG = 9007199254740993n;

  it('keeps its digits in the schema of a field', async () => {
    const contract = await contractOf(
      'things.create',
      edited(CREATE, 'type: string', `type: integer, maximum: ${BIG}`),
    );
    expect(contract.fields.map(({ schema }) => schema)).toContainEqual(expect.objectContaining({ maximum: BIG }));
  });

  it('keeps its digits in the values that a step sends and expects', async () => {
    const step = `{ id: big, call: things.get, with: { thing_id: ${BIG} }, expect: { body: { id: ${BIG} } } }`;
    const { suites } = await load({
      'suites/big.yaml': `summary: Big.\nscenarios:\n  all: { steps: [${step}] }\n`,
    });
    const steps = suites.flatMap(({ scenarios }) => scenarios).flatMap((scenario) => scenario.steps);
    expect(steps.find(({ id }) => id === 'big')).toMatchObject({
      with: { thing_id: BIG },
      expect: { body: { id: BIG } },
    });
  });
});

describe('a contract', () => {
  it('derives its id from the path of its file', async () => {
    const { contracts } = await load();
    expect([...contracts.operations.keys()].toSorted()).toEqual(['things.create', 'things.delete', 'things.get']);
  });

  it('is safe and retryable by default only if it is a GET', async () => {
    expect(await contractOf('things.get')).toMatchObject({ safe: true, retryable: true });
    expect(await contractOf('things.create')).toMatchObject({ safe: false, retryable: false });
    expect(await contractOf('things.create', edited(CREATE, 'auth: key', 'auth: key\nretryable: true'))).toMatchObject({
      safe: false,
      retryable: true,
    });
  });

  it('has the common responses in addition to its own', async () => {
    const { responses } = await contractOf('things.create');
    expect(responses.map(({ status, origin }) => `${status} ${origin}`)).toEqual([
      '201 operation',
      '409 operation',
      '401 common',
    ]);
  });

  it('has no common response about credentials if it needs no credentials', async () => {
    const { responses } = await contractOf('things.create', edited(CREATE, 'auth: key', 'auth: none'));
    expect(responses.map(({ status }) => status)).toEqual([201, 409]);
  });

  it('has the common headers in every response, except in responses with an excluded status', async () => {
    const headers = 'headers: { X-Request-Id: { schema: { type: string }, except: [409] } }\nunknown_route';
    const { responses } = await contractOf('things.create', edited(API, 'unknown_route', headers));
    expect(responses.map(({ status, headers }) => [status, headers.map(({ name }) => name)])).toEqual([
      [201, ['X-Request-Id']],
      [409, []],
      [401, ['X-Request-Id']],
    ]);
  });

  it('has nested fields with complete names and places, and an object schema that is built from them', async () => {
    const nested = `color:
    in: body
    fields:
      name: { required: true, schema: { type: string } }
      depth: { profiles: [full], schema: { type: integer } }`;
    const { fields } = await contractOf(
      'things.create',
      edited(CREATE, 'color: { in: body, schema: { enum: [red, blue] } }', nested),
    );
    const color = fields.find(({ name }) => name === 'color');
    expect(color?.fields.map(({ name, place, profiles }) => [name, place.name, profiles])).toEqual([
      ['color.name', '/color/name', ['full', 'lite']],
      ['color.depth', '/color/depth', ['full']],
    ]);
    expect(color?.schema).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', profiles: ['full', 'lite'] },
        depth: { type: 'integer', profiles: ['full'] },
      },
      required: ['name'],
    });
  });

  it('takes the rule for unknown body fields from itself first, and then from the API', async () => {
    expect((await contractOf('things.create')).unknownBodyFields).toEqual({});
    const own = edited(CREATE, 'auth: key', 'auth: key\nunknown_body_fields: { full: reject }');
    const general = edited(API, 'unknown_route', 'unknown_body_fields: accept\nunknown_route');
    expect((await contractOf('things.create', { ...own, ...general })).unknownBodyFields).toEqual({
      full: 'reject',
      lite: 'accept',
    });
  });

  it('refers to shared schemas by absolute ids', async () => {
    const { responses } = await contractOf('things.create');
    expect(responses[0]?.body).toEqual({ $ref: 'parity:///schemas/thing.yaml' });
  });

  it('changes the hash of the contracts if one byte changes', async () => {
    const [before, after] = [await load(), await load(edited(CREATE, 'Make a thing.', 'Make a thing!'))];
    expect(after.contracts.hash).not.toBe(before.contracts.hash);
  });
});

describe('a suite', () => {
  it('declares which values of a target a scenario needs', async () => {
    const text = `scenarios:\n  full: { target_values: { max_things: 10 }, steps: [{ id: read, wait: 1ms }] }\n`;
    const { suites } = await load({ 'suites/limits.yaml': text });
    const scenarios = suites.find(({ name }) => name === 'limits')?.scenarios;
    expect(scenarios?.map(({ targetValues }) => targetValues)).toEqual([{ max_things: 10 }]);
  });

  const stepsOf = async (changes: { readonly [file: string]: string }) =>
    (await load(changes)).suites[0]?.scenarios[0]?.steps ?? [];

  it('sends a repeated step the declared number of times. The first copy keeps the id', async () => {
    const steps = await stepsOf(edited(SUITE, 'id: read,', 'id: read, repeat: 3,'));
    expect(steps.map(({ id }) => id)).toEqual(['made', 'read', 'read-2', 'read-3', 'gone']);
  });

  it('reports the right line for a mistake after a repeated step', async () => {
    const repeated = edited(SUITE, 'id: read,', 'id: read, repeat: 3,')[SUITE] ?? '';
    const lines = repeated.split('\n');
    const line = lines.findIndex((text) => text.includes('id: gone')) + 1;
    const broken = repeated.replace(/(id: gone.*)made\.id/, '$1mde.id');
    const { diagnostics } = await loadWorkspace(await writeProject({ [SUITE]: broken }));
    expect(diagnostics.map(({ code, at }) => [code, at.line])).toEqual([['reference-unknown', line]]);
  });

  it.each([
    'read',
    'read-3',
  ])('reports the line of a step if a repeated step or its copy also has the id %s', async (id) => {
    const repeated = edited(SUITE, 'id: read,', 'id: read, repeat: 3,')[SUITE] ?? '';
    const twice = repeated.replace('id: gone', `id: ${id}`);
    const { diagnostics } = await loadWorkspace(await writeProject({ [SUITE]: twice }));
    const line = twice.split('\n').findIndex((text) => text.includes('things.delete')) + 1;
    expect(diagnostics.map(({ code, at, message }) => [code, at.line, message])).toEqual([
      ['id-duplicate', line, `must be unique in the scenario; step 2 already has the id "${id}"`],
    ]);
  });

  it('marks a step as invalid if it sends something that the contract does not declare', async () => {
    const steps = (await stepsOf(
      edited(SUITE, 'id: read,', 'id: read, extra: { query: { x: 1 } },'),
    )) as readonly CallStep[]; // all are calls
    expect(steps.map(({ invalid }) => invalid)).toEqual([false, true, false]);
  });

  it.each([
    ['a time before now', '${now-1h}'],
    ['a literal', '$${nothing}'],
    ['a pattern that holds a reference', '${made.id}'],
  ])('may contain %s', async (_title, text) => {
    await stepsOf(edited(SUITE, 'body: { id: "${made.id}" }', `body: { id: { $match: "^${text}$" } }`));
  });
});

describe('the settings', () => {
  const config = (text: string) => ({ 'parity.config.yaml': text });

  it('have a sandbox target if there is no file', async () => {
    const { config: settings } = await load();
    expect(settings.targets.sandbox).toMatchObject({
      kind: 'sandbox',
      profile: 'full',
      destructive: true,
      concurrency: 8,
    });
  });

  it('deny destructive calls on every target except the sandbox, unless the target allows them', async () => {
    const { config: settings } = await load(
      config('targets: { a: { url: "https://a.test" }, b: { url: "https://b.test", destructive: allow } }'),
    );
    expect([settings.targets.a?.destructive, settings.targets.b?.destructive]).toEqual([false, true]);
  });

  it('declare the connection to a target. Paths of files are relative to the project', async () => {
    const tls = '{ ca: ca.pem, cert: c.pem, key: k.pem, passphrase: { env: P }, server_name: api.test }';
    const { config: settings, root } = await load(
      config(`targets:
  a: { url: "https://a.test", tls: ${tls}, proxy: "http://p.test:3128" }
  b: { url: "http://b.test", socket: run/b.sock }
  c: { url: "http://c.test", proxy: none }
  d: { url: "http://d.test", proxy: { env: P } }
`),
    );
    const at = (name: string) => join(root, name);
    expect(Object.values(settings.targets).map(({ connection }) => connection)).toEqual([
      undefined,
      {
        tls: {
          ca: [at('ca.pem')],
          cert: at('c.pem'),
          key: at('k.pem'),
          passphrase: { env: 'P' },
          serverName: 'api.test',
        },
        proxy: { url: 'http://p.test:3128' },
      },
      { socket: at('run/b.sock') },
      { proxy: 'none' },
      { proxy: { env: 'P' } },
    ]);
  });

  it('read a credential from one variable, or its parts from several', async () => {
    const actors = '{ main: { key: { env: A } }, other: { key: { secret: { env: B }, user_id: { value: u1 } } } }';
    const { config: settings } = await load(
      config(`targets: { a: { url: "https://a.test", actors: ${actors}, rate_limit: 50/min } }`),
    );
    expect(settings.targets.a).toMatchObject({
      actors: {
        main: { key: { secret: { env: 'A' } } },
        other: { key: { secret: { env: 'B' }, user_id: { value: 'u1' } } },
      },
      rateLimit: { count: 50, windowMs: 60_000 },
    });
  });
});
