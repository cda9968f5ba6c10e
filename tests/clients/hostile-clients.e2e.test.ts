import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { UserError } from '../../src/lib/error.ts';
import { prepare, type StartInput } from './start-driver.ts';

const prepareHostile = ({ program, ...input }: StartInput) =>
  prepare({ program: `hostile-clients/${program}.mjs`, ...input });

async function failureOf(promise: Promise<unknown>): Promise<UserError> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: UserError) => error,
  );
}

describe.concurrent('a client that cannot be started', () => {
  it.each([
    [
      'hangs on start',
      'hangs-on-start',
      'the client did not start in 400 ms. Its last output: connecting',
      'waits for',
    ],
    [
      'exits at once',
      'exits-at-once',
      "the client's process ended with exit code 3 during its start",
      'no licence for this machine',
    ],
    [
      'prints on stdout',
      'prints-on-start',
      'does not belong to the protocol: Welcome to Acme \\u001b[31m2.0!',
      'standard error',
    ],
    [
      'never ends a line',
      'never-ends-a-line',
      "a line of the client's driver is longer than 1048576 bytes",
      'one message',
    ],
    ['needs a module', 'needs-a-module', 'ERR_MODULE_NOT_FOUND', '"acme-that-is-not-there"'],
    [
      'needs a Python module',
      'needs-a-python-module',
      "the client cannot be imported: No module named 'httpx'",
      'Install "httpx" so that `python3` can import it, or set `runtime:` or `source: { install: true }` in clients/acme.yaml',
    ],
    [
      'uses another version of the protocol',
      'speaks-another-protocol',
      'the driver uses version 7 of the protocol, but this wireparity needs version 2',
      'driver-protocol.md',
    ],
  ])('and %s is reported with the reason and a hint, and leaves no process', async (_title, program, what, hint) => {
    const startMs = program === 'hangs-on-start' ? 400 : 10_000;
    const { start, left } = await prepareHostile({ program, settings: { startMs, longestLine: 1024 * 1024 } });
    const failure = await failureOf(start());
    expect(failure).toMatchObject({ code: 'client-failed', exitCode: 3 });
    const said = `${failure.message} ${failure.hint}`.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/^the client "acme" \(python, \S+fixtures\): /);
    expect(said).toContain(what);
    expect(said).toContain(hint);
    expect(said.length).toBeLessThan(2000);
    expect(await left()).toEqual([]);
  });

  it('is reported with the name of its missing program', async () => {
    const { start } = await prepareHostile({ program: 'x', settings: { program: ['/nowhere/python'] } });
    const { message, hint } = await failureOf(start());
    expect(message).toContain('spawn /nowhere/python ENOENT');
    expect(hint).toContain('`runtime:` in clients/acme.yaml');
  });

  it('is reported with the path of its missing source', async () => {
    const client = { source: { kind: 'path', path: '/nowhere/acme', install: false } } as const;
    const { start } = await prepareHostile({ program: 'stays', client });
    const { message, hint } = await failureOf(start());
    expect(message).toContain(`the client "acme" (python, /nowhere/acme): the client's source does not exist`);
    expect(hint).toContain('`source:` in clients/acme.yaml');
  });
});

describe.concurrent('a client that misbehaves in a call', () => {
  const short = { client: { timeoutMs: 150 }, settings: { graceMs: 50 } };

  it('times out if the call never ends, and is restarted for the next call', async () => {
    const { start, left } = await prepareHostile({ program: 'hangs-in-a-call', ...short });
    const driver = await start();
    const before = await driver.call('fine', {});
    expect(await driver.call('hang', {})).toEqual({ kind: 'timed-out', afterMs: 150 });
    expect(await left()).toEqual([]);
    const after = await driver.call('fine', {});
    expect(after.kind).toBe('returned');
    expect(after).not.toEqual(before);
    await driver.close();
    expect(await left()).toEqual([]);
  });

  it('is restarted after a call that killed it, and the outcome contains its last output', async () => {
    const { start, left } = await prepareHostile({ program: 'dies-in-a-call' });
    const driver = await start();
    const died = await driver.call('die', {});
    expect(died).toMatchObject({ kind: 'raised', class: 'process-died', own: false });
    expect(died).toMatchObject({ text: 'signal SIGKILL\nSegmentation fault' });
    expect(await driver.call('fine', {})).toMatchObject({ kind: 'returned' });
    await driver.close();
    expect(await left()).toEqual([]);
  });

  it('is not called any more if calls killed it too often in a row', async () => {
    const { start, left } = await prepareHostile({ program: 'dies-in-a-call', settings: { mostDeaths: 3 } });
    const driver = await start();
    await driver.call('die', {});
    await driver.call('die', {});
    const failure = await failureOf(driver.call('die', {}));
    expect(failure).toMatchObject({ code: 'client-failed', exitCode: 3 });
    expect(failure.message).toContain('ended 3 times in a row, the last time with signal SIGKILL in the method die');
    expect(await failureOf(driver.call('fine', {}))).toBe(failure);
    expect(await left()).toEqual([]);
  });

  it.each([
    ['prints-in-a-call', 'DEBUG sending'],
    ['answers-twice', '{"id":77,"ok":null}'],
  ])('is not called any more if it prints something that does not belong to the protocol: %s', async (program, line) => {
    const { start, left } = await prepareHostile({ program });
    const driver = await start();
    const failure = await failureOf(driver.call('any', {}));
    expect(failure).toMatchObject({ code: 'client-failed', exitCode: 3 });
    expect(failure.message).toContain(`printed something that does not belong to the protocol: ${line}`);
    expect(await left()).toEqual([]);
  });

  it('times out if it responds too late, and stays usable for other calls', async () => {
    const { start } = await prepareHostile({ program: 'answers-late', ...short });
    const driver = await start();
    const first = driver.call('first', {});
    await wait(50);
    const second = driver.call('second', {});
    expect(await first).toEqual({ kind: 'timed-out', afterMs: 150 });
    expect(['raised', 'timed-out']).toContain((await second).kind);
    expect((await driver.call('third', {})).kind).toBe('timed-out');
  });

  it('returns its outcome even if it floods standard error', async () => {
    const { start } = await prepareHostile({ program: 'floods-stderr', client: { timeoutMs: 20_000 } });
    const driver = await start();
    expect(await driver.call('flood', {})).toEqual({ kind: 'returned', value: null });
    const died = await driver.call('flood-and-die', {});
    expect(died).toMatchObject({ text: expect.stringMatching(/^exit code 1\n(x+…\n){4}the last words$/) });
  });
});

describe.concurrent('a client that leaves something running', () => {
  it.each([
    ['a child and a daemon', 'forks'],
    ['a process that ignores the request to end', 'stays'],
  ])('leaves nothing running after close: %s', async (_title, program) => {
    const { start, left } = await prepareHostile({ program });
    const driver = await start();
    expect(await left()).toHaveLength(program === 'forks' ? 3 : 1);
    await driver.close();
    expect(await left()).toEqual([]);
  });

  it('leaves nothing running after it has ended by itself, even if a daemon keeps its pipes open', async () => {
    const { start, left } = await prepareHostile({ program: 'forks' });
    const driver = await start();
    expect(await driver.call('exit', {})).toMatchObject({ class: 'process-died', text: 'exit code 0' });
    expect(await left()).toEqual([]);
  });

  it('leaves nothing running after an interruption', async () => {
    const interruption = new AbortController();
    const { start, left } = await prepareHostile({ program: 'forks', options: { signal: interruption.signal } });
    const driver = await start();
    interruption.abort('SIGINT');
    await driver.close();
    expect(await left()).toEqual([]);
    expect(await failureOf(driver.call('any', {}))).toMatchObject({ code: 'command-interrupted' });
  });

  it('leaves nothing running after an interruption during its start', async () => {
    const interruption = new AbortController();
    const options = { signal: interruption.signal };
    const { start, left } = await prepareHostile({ program: 'hangs-on-start', options });
    setTimeout(() => interruption.abort('SIGINT'), 100);
    expect(await failureOf(start())).toMatchObject({ code: 'command-interrupted', exitCode: 3 });
    expect(await left()).toEqual([]);
  });
});
