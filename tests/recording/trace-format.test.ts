import { expect, it } from 'vitest';
import type { TraceEntry } from '../../src/model/trace.ts';
import { parseTraceLine, traceOf } from '../../src/recording/trace-line.ts';

const traceOfFormat = (format: number) =>
  [
    { kind: 'trace', format, tool: 'x', client: 'acme', profile: 'hosted', contracts: 'c0ffee', revision: null },
    { kind: 'client', description: { protocol: 2, driver: 'python', methods: [], errors: [], versions: [] } },
    { kind: 'end', calls: 0, interrupted: null },
  ].map((line, index): TraceEntry => parseTraceLine(JSON.stringify(line), index + 1));

it.each([1, 2, 3])('reads a trace of format %i', (format) => {
  expect(traceOf(traceOfFormat(format)).start.format).toBe(format);
});

it('rejects a trace of an unknown format', () => {
  expect(() => traceOf(traceOfFormat(4))).toThrow('another version of wireparity wrote format 4');
});
