import type { Io } from '../../src/app/io.ts';
import { runCli } from '../../src/program/program.ts';

/** Returns the help text of a command, or of `parity` without arguments. */
export async function helpOf(...command: readonly string[]): Promise<string> {
  let text = '';
  const io = { out: (said: string) => (text += said), err: () => {}, version: '0.0.0', env: {} } as unknown as Io; // safe cast: `--help` uses only these members
  await runCli([...command, '--help'], io);
  return text;
}

export async function commandNames(): Promise<readonly string[]> {
  const lines = (await helpOf()).split('\n').map((line) => /^ {2}([a-z]+)\b/.exec(line)?.[1]);
  return [...new Set(lines.filter((name): name is string => name !== undefined && name !== 'help'))];
}
