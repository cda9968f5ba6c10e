import { expect, it } from 'vitest';
import { isTraceFile } from '../../src/commands/judge.ts';

it.each([
  ['reports/acme.trace.jsonl', true],
  ['reports/acme.trace.part.jsonl', true],
  ['reports/run.jsonl', false],
  ['reports/acme.trace.json', false],
])('recognizes the trace of a client by its file name: %s', (file, expected) => {
  expect(isTraceFile(file)).toBe(expected);
});
