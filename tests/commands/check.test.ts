import { expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

const OPERATIONS = 'abcdefghijkl'.split('');

it.each([
  [10, 'things.i, things.j\n'],
  [12, 'things.i, things.j and 2 more\n'],
])('names at most ten of %i operations that no suite calls', async (count, end) => {
  const contract = (name: string) =>
    `summary: One.\nrequest: GET /things/${name}\nauth: none\nresponses:\n  200: { body: none }\n`;
  const files = OPERATIONS.slice(0, count).map((name) => [`contracts/things/${name}.yaml`, contract(name)] as const);
  const api = 'name: Things\nprofiles: [default]\n';
  const cwd = await writeProject({}, { 'contracts/api.yaml': api, ...Object.fromEntries(files) });
  const { stdout } = await command(['check'], { cwd });
  expect(stdout).toContain(`${count} operations of ${count} are not called by a handwritten scenario: things.a, `);
  expect(stdout).toContain(end);
});
