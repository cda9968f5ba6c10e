import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadIntent } from '../../src/load/load-intent.ts';
import { contract, contractSet } from '../judge/builders.ts';

async function load(text: string) {
  const cwd = await mkdtemp(join(tmpdir(), 'parity-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(join(cwd, 'intent.yaml'), text);
  return loadIntent('intent.yaml', { contracts: contractSet(contract()), profile: 'full', cwd });
}

it('reads the calls in order, with a format version or without', async () => {
  const calls = [
    { operation: 'things.make', with: { box_id: 'b1', name: 'pot' } },
    { operation: 'things.make', with: {} },
  ];
  const list = '- things.make: { box_id: b1, name: pot }\n- things.make:\n';
  expect(await load(list)).toEqual(calls);
  expect(await load(`format: 1\nentries:\n${list}`)).toEqual(calls);
});

it.each([
  [
    'an operation without a contract',
    '- things.mak: {}',
    'intent.yaml:1:3 0.things.mak must be an operation of the contracts; was "things.mak"; did you mean "things.make"?',
  ],
  [
    'a field that the operation lacks',
    '- things.make: { nam: pot }',
    'intent.yaml:1:18 0.things.make.nam must be a field of things.make; was "nam"; did you mean "name"?',
  ],
  [
    'a field of another profile',
    '- things.make: { secret_box: pot }',
    'must be a field of things.make; was "secret_box"',
  ],
  ['two operations in one entry', '- { things.make: {}, things.get: {} }', 'must be one operation with its fields'],
  ['an empty file', '[]', 'must contain at least one call'],
])('rejects %s with its position', async (_title, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

it('rejects an intent file that does not exist', async () => {
  const context = { contracts: contractSet(contract()), profile: 'full', cwd: tmpdir() };
  await expect(loadIntent('no-such.yaml', context)).rejects.toMatchObject({ code: 'file-missing' });
});
