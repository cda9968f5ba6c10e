import { realpath } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FIXTURES, prepare, type StartInput } from '../start-driver.ts';

const prepareFake = (input: Omit<StartInput, 'program'> = {}) => prepare({ program: 'drivers/fake.mjs', ...input });

async function askFake(method: string, input: Omit<StartInput, 'program'> = {}, args = {}) {
  const { start, scratch } = await prepareFake(input);
  const driver = await start();
  const outcome = await driver.call(method, args);
  await driver.close();
  if (outcome.kind !== 'returned') throw new Error(JSON.stringify(outcome));
  return { value: outcome.value, scratch };
}

const SECRETS = {
  AWS_SECRET_ACCESS_KEY: 'canary-1',
  AWS_ACCESS_KEY_ID: 'canary-2',
  GITHUB_TOKEN: 'canary-3',
  NPM_CONFIG__AUTH: 'canary-4',
  MY_DB_PASSWORD: 'canary-5',
  DATABASE_URL: 'postgres://app:canary-6@db.internal/app',
  HTTPS_PROXY: 'http://me:canary-7@proxy.internal:3128',
  PARITY_MAIN_API_KEY: 'canary-8',
  SSH_AUTH_SOCK: '/run/canary-9',
  SOMETHING_HARMLESS: 'canary-10',
  LC_ALL: 'ghp_canary11canary11',
  TZ: 'https://u:canary-12@x.test/',
};

describe.concurrent('the environment of a client', () => {
  it('contains no secret of the user', async () => {
    const { value } = await askFake('environment', { options: { env: { ...SECRETS, PATH: process.env.PATH } } });
    expect(JSON.stringify(value)).not.toContain('canary');
    expect(value).toMatchObject({ PATH: process.env.PATH, NO_COLOR: '1', BROWSER: 'true' });
  });

  it('has its home and its temporary files in the scratch folder', async () => {
    const { value, scratch } = await askFake('environment', { options: { env: { HOME: '/home/me', LANG: 'de_DE' } } });
    expect(value).toMatchObject({ HOME: scratch, XDG_CONFIG_HOME: scratch, TMPDIR: scratch, LANG: 'de_DE' });
    expect(value).toMatchObject({ PYTHONUSERBASE: '/home/me/.local' });
  });

  it('contains the variables of the client file, with placeholders filled in', async () => {
    const env = { ACME_URL: '${base_url}/v1', ACME_API_KEY: 'k-${api_key}', ACME_TOKEN: 'literal', PRICE: '$${x}' };
    const { value } = await askFake('environment', { client: { env } });
    expect(value).toMatchObject({ ACME_URL: 'http://127.0.0.1:9/v1', ACME_API_KEY: 'k-made-up', PRICE: '${x}' });
    expect(value).not.toHaveProperty('ACME_TOKEN');
  });

  it('has the scratch folder as its current folder', async () => {
    const { value, scratch } = await askFake('place');
    expect(value).toBe(await realpath(scratch));
  });
});

describe.concurrent('a driver', () => {
  it('gets the client file with placeholders filled in', async () => {
    const construct = { call: 'acme.Client', args: ['${api_key}'], kwargs: { opts: { url: ['${base_url}'] } } };
    const client = {
      construct,
      command: ['node', 'x.js', '--url=${base_url}'],
      signatures: { call: 'acme.verify', parameters: {} },
      ignore: [
        { method: '*.close', reason: 'r' },
        { method: 'a.b', argument: 'c', reason: 'r' },
      ],
    };
    const { value } = await askFake('started', { client });
    expect(value).toEqual({
      do: 'start',
      protocol: 2,
      source: FIXTURES,
      construct: { call: 'acme.Client', args: ['made-up'], kwargs: { opts: { url: ['http://127.0.0.1:9'] } } },
      command: ['node', 'x.js', '--url=http://127.0.0.1:9'],
      functions: ['acme.verify'],
      ignore: ['*.close'],
      table: null,
    });
  });

  it('is started with its program resolved in the source folder', async () => {
    const { value } = await askFake('started', { client: { command: ['drivers/fake.mjs', 'x'] } });
    expect(value).toMatchObject({ command: [`${FIXTURES}/drivers/fake.mjs`, 'x'] });
  });

  it('returns its description and passes arguments on unchanged', async () => {
    const { start } = await prepareFake();
    const driver = await start();
    expect(driver.description.methods.map(({ name }) => name)).toContain('echo');
    const args = { when: { $type: 'datetime', value: '2026-01-01T00:00:00' }, text: 'a\nü\u2028' } as const;
    expect(await driver.call('echo', args)).toEqual({ kind: 'returned', value: args });
  });

  it('answers concurrent calls in any order', async () => {
    const { start } = await prepareFake();
    const driver = await start();
    const outcomes = await Promise.all([60, 1, 30].map((ms) => driver.call('slow', { ms })));
    expect(outcomes.map((each) => each.kind === 'returned' && each.value)).toEqual([60, 1, 30]);
  });

  it('reports as an outcome why it rejects a call', async () => {
    const { start } = await prepareFake();
    const driver = await start();
    expect(await driver.call('nothing', {})).toMatchObject({
      kind: 'raised',
      class: 'driver-refused',
      text: 'there is no nothing',
      attributes: { code: 'method-unknown' },
      own: false,
    });
  });

  it.each([
    ['python', true],
    ['command', false],
  ] as const)('for %s is restarted after it has itself reported a timeout: %s', async (name, anew) => {
    const { start } = await prepareFake({ client: { driver: name } });
    const driver = await start();
    const before = await driver.call('pid', {});
    expect(await driver.call('give-up', {})).toEqual({ kind: 'timed-out', afterMs: 1000 });
    const after = await driver.call('pid', {});
    expect(JSON.stringify(after) !== JSON.stringify(before)).toBe(anew);
  });

  it('is told at its restart that its methods are known, and keeps its description', async () => {
    const { start } = await prepareFake();
    const driver = await start();
    const { methods } = driver.description;
    expect(await driver.call('started', {})).not.toHaveProperty('value.described');
    await driver.call('exit', { code: 1 });
    expect(await driver.call('started', {})).toHaveProperty('value.described', true);
    expect(driver.description.methods).toEqual(methods);
  });

  it('need not send its methods if it is told that they are known', async () => {
    const { start } = await prepareFake();
    const { description } = await start();
    const other = await prepareFake({ options: { described: description } });
    expect((await other.start()).description).toBe(description);
  });

  it('ends all concurrent calls if it dies, and can be called again', async () => {
    const { start } = await prepareFake();
    const driver = await start();
    const calls = ['slow', 'slow', 'slow', 'exit'].map((method) => driver.call(method, { ms: 5000, code: 4 }));
    for (const outcome of await Promise.all(calls))
      expect(outcome).toMatchObject({ class: 'process-died', text: 'exit code 4\nthe cable was pulled' });
    expect(await driver.call('echo', {})).toEqual({ kind: 'returned', value: {} });
  });
});
