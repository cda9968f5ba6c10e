import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEEPEST_JSON, isTooDeep } from '../../src/lib/json-depth.ts';
import { formatPointer, readPointer } from '../../src/lib/json-pointer.ts';
import { pathOf, scanJson } from '../../src/lib/scan-json.ts';
import { VALID_PROJECT } from '../helpers/project.ts';
import { answerText, startRawServer } from './raw-server.ts';
import { type HostileRun, runAgainst } from './run-on.ts';

const SECRET = 's3cret-value';
const SECRET_FIELDS = { 'contracts/api.yaml': `${VALID_PROJECT['contracts/api.yaml']}secrets: { fields: [secret] }\n` };

function nested(levels: number, inner: string): string {
  return `{"id":"t1","name":"x","in":${'{"in":'.repeat(levels)}${inner}${'}'.repeat(levels)}}`;
}

async function runOn(body: string, files: { readonly [file: string]: string } = {}): Promise<HostileRun> {
  const server = await startRawServer({ answer: (socket) => void socket.write(answerText(body)) });
  // A deep JSON text must not delay the other scenarios.
  return runAgainst(server.url, { files });
}

describe('a nested response', () => {
  it.each([
    ['a list of itself', 'in: { $ref: thing.yaml }'],
    ['a choice with itself', 'in: { anyOf: [{ $ref: thing.yaml }, { type: "null" }] }'],
  ])('just below the limit is judged by a schema that is %s', async (_title, member) => {
    const schema = `type: object\nproperties: { id: { type: string }, name: { type: string }, ${member} }\nrequired: [in]\n`;
    const run = await runOn(nested(DEEPEST_JSON - 2, '{"odd":1}'), { 'contracts/schemas/thing.yaml': schema });
    const kinds = run.findings.findings
      .filter(({ address }) => address === 'things/hostile/bad')
      .map(({ kind }) => kind);
    expect(run.exitCode, run.said.slice(0, 2000)).toBe(1);
    expect(kinds).toContain('response-field-undeclared');
  });

  it('provides no value for later steps, so these are skipped', async () => {
    const server = await startRawServer({
      answer: (socket) => void socket.write(answerText(`{"id":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)),
    });
    const run = await runAgainst(server.url, {
      after: ['{ id: echo, call: things.create, with: { name: "${bad.id}" } }'],
    });
    expect(run.exitCode).toBe(1);
    expect(run.findings.counts.steps).toMatchObject({ failed: 1, skipped: 1 });
  });
});

describe('secrets in a hostile response', () => {
  it.each([
    ['deep below', nested(100_000, `{"secret":"${SECRET}"}`)],
    ['deep inside a secret object', `{"secret":${nested(10_000, `"${SECRET}"`)}}`],
    ['beside a million backslashes', `{"secret":"${SECRET}","id":"${'\\'.repeat(1_000_000)}","name":"x"}`],
    [
      'among twenty thousand others',
      `[${Array.from({ length: 20_000 }, (_, index) => `{"secret":"${SECRET}-${index}"}`).join()}]`,
    ],
  ])('%s are not recorded', async (_title, body) => {
    const run = await runOn(body, SECRET_FIELDS);
    expect(run.exitCode).toBe(1);
    expect(run.outcomes).toMatchObject({ 'things/alive': 'passed', 'things/well': 'passed' });
    for (const file of ['recording.jsonl', 'findings.json', 'junit.xml'])
      expect(await readFile(join(run.root, 'reports', file), 'utf8')).not.toContain(SECRET);
    expect(run.said).not.toContain(SECRET);
  });
});

describe('scanJson', () => {
  it('finds every member with its path and its value', () => {
    assert(
      property(jsonValue(), (value) => {
        for (const space of [undefined, 1]) {
          const text = JSON.stringify(value, null, space);
          for (const member of scanJson(text)) {
            const inside: unknown = JSON.parse(text.slice(member.start, member.end));
            expect(inside).toEqual(readPointer(JSON.parse(text), formatPointer(pathOf(member))));
          }
        }
      }),
    );
  });

  it('finds as many members as there are', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(scanJson(JSON.stringify(value))).toHaveLength(countMembers(value));
      }),
    );
  });
});

describe('isTooDeep', () => {
  it.each([
    [DEEPEST_JSON, false],
    [DEEPEST_JSON + 1, true],
  ])('counts levels: %i', (levels, expected) => {
    expect(isTooDeep(`${'['.repeat(levels)}1${']'.repeat(levels)}`)).toBe(expected);
  });

  it('ignores brackets in strings, and brackets that are closed again', () => {
    expect(isTooDeep(JSON.stringify([`\\"${'['.repeat(5000)}`]))).toBe(false);
    expect(isTooDeep(`[${Array(5000).fill('[]').join()}]`)).toBe(false);
  });
});

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, inner) => sum + countMembers(inner), own);
}
