import { expect } from 'vitest';
import { command } from '../../helpers/command.ts';

/**
 * A command must end with a documented exit code and a short output. Exit code 70 is not allowed, because it means a
 * bug.
 */
export async function expectOrderlyEnd(args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stdout, stderr } = await command(args, { cwd });
  expect([0, 1, 2, 3, 4, 5, 130], `${args.join(' ')}\n${stderr.slice(0, 3000)}`).toContain(exitCode);
  // `scenarios-failed` reports a bug in the generator of scenarios, even if the message names a contract.
  expect(stdout + stderr).not.toContain('scenarios-failed');
  expect(stdout.length + stderr.length).toBeLessThan(MOST_OUTPUT);
}

const MOST_OUTPUT = 2_000_000;
