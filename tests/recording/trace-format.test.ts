import { expect, it } from 'vitest';
import { parseTrace } from '../../src/recording/trace-line.ts';

const traceOfFormat = (format: number) =>
  [
    { kind: 'trace', format, tool: 'x', client: 'acme', profile: 'hosted', contracts: 'c0ffee', revision: null },
    { kind: 'client', description: { protocol: 2, driver: 'python', methods: [], errors: [], versions: [] } },
    { kind: 'end', calls: 0, interrupted: null },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

it.each([1, 2])('reads a trace of format %i', (format) => {
  expect(parseTrace(traceOfFormat(format)).start.format).toBe(format);
});

it('rejects a trace of an unknown format', () => {
  expect(() => parseTrace(traceOfFormat(3))).toThrow('format 3 was written by another version');
});
