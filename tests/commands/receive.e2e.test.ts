import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandResult, command, REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { type Bench, freshName, openBench } from '../sandbox/support.ts';

const SIGNATURES = await readFile(join(REPOSITORY, 'contracts/signatures.yaml'), 'utf8');

/** Starts `parity receive`, and then calls the function `act` with the address of the receiver. */
async function receive(
  args: readonly string[],
  env: { readonly [name: string]: string },
  act: (origin: string, interrupt: () => void) => Promise<unknown>,
): Promise<CommandResult> {
  let interrupt = () => {};
  let acted: Promise<unknown> = Promise.resolve();
  const result = await command(['receive', ...args], {
    cwd: await writeProject({ 'contracts/signatures.yaml': SIGNATURES }),
    env,
    onStart: (signal) => {
      interrupt = () => signal('SIGINT');
    },
    onOut: (text) => {
      const origin = /PARITY_RECEIVER_URL=(\S+)/.exec(text)?.[1];
      if (origin !== undefined) acted = act(origin, () => interrupt());
    },
  });
  await acted;
  return result;
}

/** Makes the sandbox deliver a cue with a non-ASCII payload to the receiver. */
async function deliver(bench: Bench, origin: string): Promise<void> {
  const cue = await bench.createCue({
    ...{ name: freshName('hook'), transport: 'webhook', callback: { url: `${origin}/hook?token=hidden` } },
    payload: { text: 'é', amount: 1.5 },
  });
  await bench.fire(cue);
  await bench.advance(0);
}

describe('parity receive', async () => {
  const bench = await openBench();
  const secret = String((await bench.call('GET /v1/auth/webhook-secret')).body.webhook_secret);
  const lines = ({ stdout }: CommandResult) => stdout.split('\n').slice(2, -1);

  it('accepts a delivery of the sandbox', async () => {
    const env = { SECRET: secret, OTHER: 'whsec_other' };
    const result = await receive(['--secret-env', 'OTHER', '--secret-env', 'SECRET', '--count', '1'], env, (origin) =>
      deliver(bench, origin),
    );
    expect(lines(result)).toEqual(['holds          POST /hook']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '1 delivery, 0 with an invalid signature\n' });
    expect(result.stdout).not.toContain(secret);
  });

  it('fails and gives the reason if a signature is invalid', async () => {
    const result = await receive(['--secret-env', 'SECRET'], { SECRET: `${secret}0` }, async (origin, interrupt) => {
      await deliver(bench, origin);
      await fetch(`${origin}/bare`, { method: 'POST', body: '{}' });
      interrupt();
    });
    expect(lines(result)).toEqual([
      'INVALID        POST /hook: signed with a different secret, or for a different body or timestamp',
      'INVALID        POST /bare: must have the header X-CueAPI-Signature; the header is missing',
    ]);
    expect(result).toMatchObject({ exitCode: 1, stderr: '2 deliveries, 2 with an invalid signature\n' });
  });

  it('fails if nothing arrives', async () => {
    const result = await receive(['--secret-env', 'SECRET', '--timeout', '10ms'], { SECRET: secret }, async () => {});
    expect(result).toMatchObject({ exitCode: 5, stderr: '0 deliveries, 0 with an invalid signature\n' });
    await bench.close();
  });

  it.each([
    [[], {}, 2, '--secret-env must name a variable'],
    [['--secret-env', 'SECRET'], {}, 3, 'the variable SECRET is not set'],
    [['--secret-env', 'SECRET', '--scheme', 'delivery'], { SECRET: 'x' }, 2, '--scheme must be one of deliveries'],
  ])('%j with %j ends with exit code %i', async (args, env: { [name: string]: string }, exitCode, message) => {
    const result = await receive(args, env, async () => {});
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });

  it('requires contracts that declare how deliveries are signed', async () => {
    const cwd = await writeProject();
    const { exitCode, stderr } = await command(['receive', '--secret-env', 'S'], { cwd, env: { S: 'x' } });
    expect(stderr).toContain('Write contracts/signatures.yaml');
    expect(exitCode).toBe(2);
  });
});
