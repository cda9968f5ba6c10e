import { expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { edited, writeProject } from '../helpers/project.ts';

/** Processor time in milliseconds that `parity check` takes for a contract of so many fields: a busy machine adds nothing to it. */
async function checkFields(count: number): Promise<number> {
  const fields = Array.from({ length: count }, (_, n) => `  f${n}: { in: query, schema: { type: string } }\n`).join('');
  const root = await writeProject(edited('contracts/things/get.yaml', 'fields:\n', `fields:\n${fields}`));
  const before = process.cpuUsage();
  const { exitCode } = await command(['check'], { cwd: root });
  const { user } = process.cpuUsage(before);
  expect(exitCode).toBe(0);
  return user / 1000;
}

it('parity check takes time in proportion to the fields of a contract', async () => {
  await checkFields(2000); // compiles
  const [few, many] = [await checkFields(2000), await checkFields(16_000)];
  // eight times as many: in proportion 8, with the square 64
  expect(many / few).toBeLessThan(24);
});
