import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientDescription } from '../../../src/model/driver.ts';
import { CLIENTS, DriverProcess, startOf } from './driver-process.ts';
import { EchoServer, SUCCESS, TOO_MANY } from './echo-server.ts';

const ACME = { source: join(CLIENTS, 'cli'), command: ['python3', '-m', 'acme_cli'] };

const ODD = `
import subprocess, sys, time
if '--help' in sys.argv:
    print('usage: odd [-h] {ask,hang,flood,fork} ...')
elif sys.argv[1] == 'ask':
    print(input('sure? '), input('really? '))
elif sys.argv[1] == 'hang':
    time.sleep(60)
elif sys.argv[1] == 'flood':
    print('x' * 1000000)
elif sys.argv[1] == 'fork':
    print(subprocess.Popen(['sleep', '60']).pid)
elif sys.argv[1] == 'show':
    print(sys.argv[2:])
`;

const server = new EchoServer();
let acme: DriverProcess;
let odd: DriverProcess;
let description: ClientDescription;
let oddDescription: ClientDescription;

beforeAll(async () => {
  const env = { ACME_API_KEY: 'made-up', ACME_BASE_URL: await server.listen() };
  acme = new DriverProcess('command', env);
  odd = new DriverProcess('command');
  const count = { name: '--count', required: false, type: { kind: 'integer' } } as const;
  [description, oddDescription] = await Promise.all([
    acme.start({ ...ACME, ignore: ['messages.*'] }),
    odd.start({ command: ['python3', '-S', '-c', ODD], table: { 'show me': [count] } }),
  ]);
});

afterAll(async () => {
  await Promise.all([acme.end(), odd.end()]);
  server.close();
});

describe('the description of a command', () => {
  it('contains all its commands except the ignored ones', () => {
    expect(description.methods.map(({ name }) => name)).toEqual([
      ...['cues.create', 'cues.list', 'cues.get', 'cues.delete', 'cues.fire'],
      ...['executions.list', 'executions.heartbeat'],
    ]);
  });

  it('contains the options of the program itself in `construction`', () => {
    expect(description.construction).toMatchObject({ name: 'acme_cli', parameters: expect.any(Array) });
    expect(oddDescription.construction).toBeUndefined();
  });

  it('contains the parameters of each command, without their syntax on the command line', () => {
    const get = description.methods.find(({ name }) => name === 'cues.get');
    expect(get).toEqual({
      name: 'cues.get',
      doc: 'Show a cue.',
      parameters: [
        { name: '--execution-limit', required: false, type: { kind: 'integer' }, declared: 'INTEGER' },
        { name: '--execution-offset', required: false, type: { kind: 'integer' }, declared: 'INTEGER' },
        { name: 'cue_id', required: true, type: { kind: 'string' }, declared: 'cue_id', positional: true },
      ],
    });
  });

  it('contains the version that the command prints, and the versions in files', () => {
    expect(description.versions).toEqual([
      { source: '--version', version: '0.9.0' },
      { source: 'pyproject.toml', version: '0.9.0' },
      { source: 'acme_cli/__init__.py', version: '0.9.0' },
    ]);
  });

  it('is completed by a table if its help cannot be parsed', () => {
    const [ask, ...others] = oddDescription.methods;
    expect(ask).toEqual({ name: 'ask', doc: 'The help text of the command cannot be parsed.', parameters: [] });
    expect(others.at(-1)).toMatchObject({ name: 'show.me', parameters: [{ name: '--count' }] });
  });
});

describe('a call of a command', () => {
  it('sends its request, and returns output and exit code', async () => {
    server.answer = SUCCESS;
    const args = {
      cue_id: '-a/b c',
      '--exit-criteria': ['a', '-b'],
      '--payload-override': { x: [1] },
      '--verify-echo': true,
    };
    expect(await acme.call('cues.fire', args)).toEqual({
      kind: 'exited',
      code: 0,
      stdout: '{"id": "cue_1"}\n',
      stderr: '',
    });
    expect(server.last).toMatchObject({
      line: 'POST /v1/cues/-a%2Fb%20c/fire',
      headers: { 'x-cueapi-verify-echo': 'true', 'user-agent': 'acme-cli/0.9.0', authorization: 'Bearer made-up' },
      body: { exit_criteria: ['a', '-b'], payload_override: { x: [1] } },
    });
  });

  it('reports the exit code and the output of a command that fails', async () => {
    server.answer = TOO_MANY;
    expect(await acme.call('executions.list', { '--has-evidence': false })).toEqual({
      kind: 'exited',
      code: 1,
      stdout: '',
      stderr: 'Error: too_many: Slow down. (retry after 7 s)\n',
    });
    expect(server.last?.line).toBe('GET /v1/executions?has_evidence=false');
  });

  it('answers questions of the command with yes', async () => {
    expect(await odd.call('ask', {})).toMatchObject({ stdout: 'sure? really? y y\n' });
  });

  it('is ended if it hangs, and does not block other calls', async () => {
    const order: string[] = [];
    const hang = odd.call('hang', {}, 1200).then((outcome) => order.push(outcome.kind));
    await odd.call('ask', {}).then((outcome) => order.push(outcome.kind));
    await hang;
    expect(order).toEqual(['exited', 'timed-out']);
  });

  it('truncates the output if it is too long', async () => {
    const outcome = await odd.call('flood', {});
    expect(outcome.kind === 'exited' && outcome.stdout.length).toBe(64 * 1024);
  });

  it('leaves nothing running', async () => {
    const outcome = await odd.call('fork', {});
    const pid = outcome.kind === 'exited' ? outcome.stdout.trim() : '';
    expect(pid).toMatch(/^\d+$/);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('uses the parameters from the table', async () => {
    expect(await odd.call('show.me', { '--count': 3 })).toMatchObject({ stdout: "['me', '--count', '3']\n" });
  });

  it('is rejected if the command or a parameter is unknown', async () => {
    expect(await odd.tryCall('nonsense', {})).toMatchObject({ error: { code: 'method-unknown' } });
    expect(await odd.tryCall('ask', { '--nonsense': 1 })).toMatchObject({ error: { code: 'request-invalid' } });
  });
});

describe('a command that cannot be started', () => {
  it('is reported with its last output', async () => {
    const driver = new DriverProcess('command');
    const failing = ['python3', '-S', '-c', 'import nonsense'];
    expect(await driver.ask(startOf({ command: ['/nowhere/acme'] }))).toMatchObject({
      error: { code: 'start-failed' },
    });
    expect(await driver.ask(startOf({ command: failing }))).toMatchObject({
      error: { code: 'start-failed', detail: expect.stringContaining("No module named 'nonsense'") },
    });
    await driver.end();
  });
});

/** A process that has ended does not count, even if its parent has not collected it. */
async function isRunning(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !/\) [ZX]/.test(stat);
}
