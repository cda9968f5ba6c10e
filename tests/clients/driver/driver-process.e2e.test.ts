import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { openDriverProcess } from '../../../src/clients/driver/driver-process.ts';
import { startOf } from '../drivers/driver-process.ts';

/** This driver says every 150 ms that it is busy. It replies to `start` after 0.9 s. */
const BUSY = `
let left = 6;
const say = (message) => console.log(JSON.stringify({ id: 1, ...message }));
const timer = setInterval(() => (left-- > 0 ? say({ busy: 'reading' }) : (clearInterval(timer), say({ ok: null }))), 150);
process.stdin.resume();
`;

it('waits for a driver that reports that it is busy', async () => {
  const command = [process.execPath, '-e', BUSY];
  const driver = await openDriverProcess({ command, cwd: tmpdir(), env: {}, longestLine: 1024 });
  const { kind } = await driver.send(startOf({}), 700);
  await driver.end(0);
  expect(kind).toBe('reply');
});
