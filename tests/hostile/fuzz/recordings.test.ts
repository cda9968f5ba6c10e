import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Arbitrary, array, assert, asyncProperty, constantFrom, nat, tuple } from 'fast-check';
import { describe, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { writeProject } from '../../helpers/project.ts';
import { alteredJson, damagedText, fuzzing } from './mutations.ts';
import { expectOrderlyEnd } from './outcome.ts';

const ADDRESS = 'things/life/made';
const STEP = { address: ADDRESS, operation: 'things.create', phase: 'steps', line: 4, state: 'exercised', attempts: 1 };

const RECORDING: readonly Json[] = [
  {
    ...{
      kind: 'run',
      format: 1,
      tool: 'wireparity 0.1.0',
      run: 'r1',
      seed: 1,
      shard: null,
      contracts: 'x',
      whole: true,
    },
    target: { name: 'local', origin: 'http://127.0.0.1:9', profile: 'full' },
  },
  {
    ...{ kind: 'exchange', id: `${ADDRESS}#1`, address: ADDRESS, phase: 'steps', operation: 'things.create' },
    ...{ attempt: 1, superseded: false, startedMs: 1, durationMs: 2 },
    asked: { with: { name: 'a' }, as: 'default', auth: 'key', invalid: false },
    expect: { status: [201], headers: {} },
    request: {
      ...{ method: 'POST', target: '/things?a=b', body: { text: '{"name":"a"}' } },
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', 'Bearer x'],
      ],
    },
    response: { status: 201, headers: [['content-type', 'application/json']], body: { text: '{"id":"1","name":7}' } },
  },
  {
    ...{ kind: 'scenario', address: 'things/life', suite: 'things', source: 'suite', file: 'suites/things.yaml' },
    ...{ line: 3, steps: [STEP], durationMs: 3 },
  },
  {
    ...{ kind: 'end', interrupted: null, bailed: false, created: 1, removed: 0, durationMs: 9 },
    leftovers: [{ madeBy: ADDRESS, operation: 'things.delete', with: { thing_id: '1' }, reason: 'refused' }],
  },
];

const HAR: Json = {
  log: {
    version: '1.2',
    creator: { name: 'x', version: '1' },
    entries: [
      {
        startedDateTime: '2026-01-01T00:00:00.000Z',
        time: 12,
        request: {
          ...{ method: 'POST', url: 'https://api.test/things?a=b', bodySize: 12 },
          headers: [{ name: 'Content-Type', value: 'application/json' }],
          postData: { mimeType: 'application/json', text: '{"name":"a"}', params: [{ name: 'a', value: 'b' }] },
        },
        response: {
          ...{ status: 201, headers: [{ name: 'Content-Type', value: 'application/json' }] },
          content: { size: 19, text: 'eyJpZCI6IjEifQ==', encoding: 'base64' },
        },
      },
    ],
  },
};

function lines(entries: readonly (Json | string)[]): string {
  return entries.map((entry) => `${typeof entry === 'string' ? entry : JSON.stringify(entry)}\n`).join('');
}

/** Puts strange values into one line of the recording. May also repeat the second line, or drop all other lines after the first. */
const ALTERED: Arbitrary<string> = tuple(
  nat({ max: RECORDING.length - 1 }),
  constantFrom('keep', 'keep', 'keep', 'drop', 'twice'),
).chain(([at, how]) =>
  alteredJson(RECORDING[at] ?? null).map((line) =>
    lines(
      RECORDING.flatMap((entry, index) => {
        if (index === at) return [line];
        if (how === 'drop') return index === 0 ? [entry] : [];
        return how === 'twice' && index === 1 ? [entry, entry] : [entry];
      }),
    ),
  ),
);

const INPUTS: readonly (readonly [title: string, name: string, inputs: Arbitrary<string | Buffer>])[] = [
  ['a damaged recording', 'r.jsonl', damagedText(lines(RECORDING))],
  ['a recording with strange values', 'r.jsonl', ALTERED],
  ['lines in any order', 'r.jsonl', array(constantFrom(...RECORDING), { maxLength: 6 }).map(lines)],
  ['a damaged HTTP Archive', 'r.har', damagedText(JSON.stringify(HAR, null, 1))],
  ['an HTTP Archive with strange values', 'r.har', alteredJson(HAR)],
];

describe('the readers of recordings', () => {
  it.each(INPUTS)('give a verdict or a coded error for %s', async (_title, name, inputs) => {
    const root = await writeProject();
    await assert(
      asyncProperty(inputs, async (text) => {
        await writeFile(join(root, name), text);
        await expectOrderlyEnd(['judge', name], root);
      }),
      fuzzing(40),
    );
  });
});
