import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MODULES = join(import.meta.dirname, '../../../../src/clients/drivers/python');

it('passes the unit tests of its modules, which are written in Python', () => {
  const options = { cwd: import.meta.dirname, encoding: 'utf8', env: { ...process.env, PYTHONPATH: MODULES } } as const;
  const { status, stderr } = spawnSync('python3', ['-B', '-m', 'unittest', 'discover', '-v'], options);
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/Ran [1-9]\d+ tests/);
});
