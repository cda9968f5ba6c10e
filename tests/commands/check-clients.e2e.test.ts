import { expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

const CLIENT = 'driver: mcp\nsource: { path: ../acme }\ncommand: [acme]\n';

it.each([
  ['counts the clients', CLIENT, 0, '; 1 client; '],
  ['names a mistake in one', CLIENT.replace('mcp', 'mpc'), 2, 'clients/acme.yaml:1:9: error'],
])('parity check %s', async (_title, text, exitCode, words) => {
  const result = await command(['check'], { cwd: await writeProject({ 'clients/acme.yaml': text }) });
  expect(result.stdout).toContain(words);
  expect(result.exitCode).toBe(exitCode);
});
