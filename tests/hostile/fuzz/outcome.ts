import { expect } from 'vitest';
import { command } from '../../helpers/command.ts';

/** Checks the exit code of a command and the length of its output. Exit code 70 means a bug of parity. */
export async function expectOrderlyEnd(args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stdout, stderr } = await command(args, { cwd });
  expect([0, 1, 2, 3, 4, 5, 130], `${args.join(' ')}\n${stderr.slice(0, 3000)}`).toContain(exitCode);
  // The code `scenarios-failed` always means a bug in the generator of scenarios.
  expect(stdout + stderr).not.toContain('scenarios-failed');
  expect(stdout.length + stderr.length).toBeLessThan(MOST_OUTPUT);
}

const MOST_OUTPUT = 2_000_000;
