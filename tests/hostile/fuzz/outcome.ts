import { expect } from 'vitest';
import { command } from '../../helpers/command.ts';

/** Checks that a command ends with a short output and without exit code 70, which means a bug. */
export async function expectOrderlyEnd(args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stdout, stderr } = await command(args, { cwd });
  expect([0, 1, 2, 3, 4, 5, 130], `${args.join(' ')}\n${stderr.slice(0, 3000)}`).toContain(exitCode);
  // `scenarios-failed` always reports a bug in the generator of scenarios.
  expect(stdout + stderr).not.toContain('scenarios-failed');
  expect(stdout.length + stderr.length).toBeLessThan(MOST_OUTPUT);
}

const MOST_OUTPUT = 2_000_000;
