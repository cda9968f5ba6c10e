import { expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

const ENTRY = { where: 'sandbox', step: 'things/life/read', kind: 'value-mismatch', reason: 'r', ref: 'r', owner: 'o' };

it.each([
  ['takes an entry for a step that exists', [{}], 0, ''],
  ['names a step that does not exist', [{ step: 'things/life/raed' }], 2, '[ledger-unmatched]'],
  ['names a target that does not exist', [{ where: 'stagin' }], 2, '[ledger-unmatched]'],
  ['names an entry that stands twice', [{}, {}], 2, '[ledger-duplicate]'],
])('parity check %s', async (_title, changes, exitCode, words) => {
  const entries = changes.map((change) => ({ ...ENTRY, expires: '2999-01-01', ...change }));
  const root = await writeProject({ 'xfails.yaml': `${JSON.stringify(entries)}\n` });
  const result = await command(['check'], { cwd: root });
  expect(result.stdout).toContain(words);
  expect(result.exitCode).toBe(exitCode);
});
