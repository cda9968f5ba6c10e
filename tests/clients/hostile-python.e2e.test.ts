import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, prepare } from './start-driver.ts';

const preparePython = (call: string, timeoutMs = 5000) =>
  prepare({
    program: '',
    client: {
      source: { kind: 'path', path: join(FIXTURES, 'hostile-clients/python'), install: false },
      construct: { call, args: [], kwargs: {} },
      timeoutMs,
    },
    settings: { program: null, graceMs: 100 },
  });

describe.concurrent('a Python client', () => {
  it('is reported with the name of a missing module, and with a hint', async () => {
    const { start, left } = await preparePython('needy.Client');
    await expect(start()).rejects.toMatchObject({
      code: 'client-failed',
      exitCode: 3,
      message: expect.stringContaining("cannot be imported: No module named 'a_module_that_nobody_has'"),
      hint: expect.stringContaining('Install "a_module_that_nobody_has" so that `python3` can import it'),
    });
    expect(await left()).toEqual([]);
  });

  it('can print without disturbing the protocol', async () => {
    const { start } = await preparePython('nasty.Client');
    const driver = await start();
    expect(await driver.call('prints', {})).toEqual({ kind: 'returned', value: 'printed' });
  });

  it('gives an outcome if it dies or exits in a call, and can be called again', async () => {
    const { start } = await preparePython('nasty.Client');
    const driver = await start();
    expect(await driver.call('dies', {})).toMatchObject({
      class: 'process-died',
      text: expect.stringMatching(/^exit code 9\n.*no memory$/s),
    });
    expect(await driver.call('exits', {})).toMatchObject({ kind: 'raised', own: false });
    expect(await driver.call('prints', {})).toMatchObject({ kind: 'returned' });
  });

  it('is ended together with its child and its daemon if it hangs', async () => {
    const { start, left } = await preparePython('nasty.Client', 300);
    const driver = await start();
    expect(await driver.call('leaves', {})).toMatchObject({ kind: 'returned', value: 'left' });
    expect((await left()).length).toBeGreaterThanOrEqual(3);
    expect(await driver.call('hangs', {})).toEqual({ kind: 'timed-out', afterMs: 300 });
    expect(await left()).toEqual([]);
  });
});
