import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  descriptionProblem,
  isDescription,
  isMethod,
  isOutcome,
  methodProblem,
  readReply,
} from '../../src/clients/driver/check-reply.ts';
import { REPOSITORY } from '../helpers/command.ts';

const DESCRIPTION = { protocol: 2, driver: 'x', runtime: 'x', errors: [], versions: [] };

it('every reply of the documented session is accepted', async () => {
  const page = await readFile(join(REPOSITORY, 'docs/reference/driver-protocol.md'), 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('< {'));
  const replies = lines.map((line) => readReply(line.slice(2)));
  const [method, started, ...answers] = replies.map((reply) =>
    reply === undefined || 'error' in reply
      ? reply?.error
      : 'ok' in reply
        ? reply.ok
        : 'method' in reply
          ? reply.method
          : undefined,
  );
  expect([isMethod(method), isDescription(started)]).toEqual([true, true]);
  expect(answers.map(isOutcome)).toEqual([true, true, false, false]);
  expect(replies[4]).toMatchObject({ id: 4, error: { code: 'method-unknown' } });
  expect(replies[5]).toEqual({ id: 5, ok: null });
});

it.each([
  'hello',
  'null',
  '[1]',
  '{}',
  '{"id":1}',
  '{"id":"1","ok":null}',
  '{"id":1,"error":"no"}',
  '{"id":1,"error":{"code":1,"message":"x"}}',
])('%s is not a reply', (line) => {
  expect(readReply(line)).toBeUndefined();
});

it.each([
  [null, 'not a description'],
  [{ ...DESCRIPTION, protocol: 1 }, 'version 1 of the protocol'],
  [{ ...DESCRIPTION, versions: {} }, 'lacks the list "versions"'],
])('%j is not a description', (value, problem) => {
  expect(descriptionProblem(value)).toContain(problem);
});

it.each([null, { name: 'x' }, { parameters: [] }])('%j is not a method', (value) => {
  expect(methodProblem(value)).toContain('without `name` or `parameters`');
});

it.each([
  null,
  { kind: 'returned' },
  { kind: 'left', value: 1 },
  { kind: 'constructor' },
  { kind: 'raised', class: 'x' },
])('%j is not an outcome', (value) => {
  expect(isOutcome(value)).toBe(false);
});
