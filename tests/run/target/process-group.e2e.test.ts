import { execPath } from 'node:process';
import { expect, it } from 'vitest';
import { startGroup } from '../../../src/run/target/process-group.ts';

async function linesOf(program: string, readLine = (line: string) => line.replaceAll('SECRET', '*')) {
  const lines: string[] = [];
  const group = await startGroup({
    ...{ command: [execPath, '-e', program], cwd: '.', env: {}, mark: 'PARITY_TEST=process-group', readLine },
    onLine: (line) => lines.push(line),
  });
  await group.whenEnded();
  await group.stop(1000);
  return lines;
}

it.each([
  16_381, 16_384, 32_765, 40_000,
])('never splits a secret after %d characters without a line end', async (count) => {
  const program = `process.stdout.write('x'.repeat(${count}) + 'SEC'); setTimeout(() => console.log('RET\\nend'), 50)`;
  const lines = await linesOf(program);
  expect(lines.join('')).not.toMatch(/S(E|$)|ECRET|RET/);
  expect(lines.at(-1)).toBe('end');
});

it('truncates a line that is too long, and keeps the next one', async () => {
  const [first = '', ...rest] = await linesOf(`console.log('x'.repeat(100_000)); console.log('next')`);
  expect(first).toHaveLength(16_386);
  expect(rest).toEqual(['next']);
});

it('joins a line that arrives in pieces', async () => {
  const lines = await linesOf(`process.stdout.write('SEC'); setTimeout(() => process.stdout.write('RET done'), 50)`);
  expect(lines).toEqual(['* done']);
});
