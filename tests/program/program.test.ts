import { expect, it } from 'vitest';
import type { Io } from '../../src/app/io.ts';
import { runCli } from '../../src/program/program.ts';

it('writes a command in a message as the user can type it, for example with npx', async () => {
  let said = '';
  const io = {
    err: (text: string) => (said += text),
    version: '0.0.0',
    env: {},
    command: 'npx wireparity',
  } as unknown as Io; // safe cast: a failing command uses only these members
  expect(await runCli(['explain', 'zzzzzz'], io)).toBe(2);
  expect(said).toBe('parity: "zzzzzz" is not a finding kind\n  `npx wireparity explain` lists them.\n');
});
