import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, asyncProperty, constantFrom } from 'fast-check';
import { describe, it } from 'vitest';
import { parse } from 'yaml';
import { VALID_PROJECT, writeProject } from '../../helpers/project.ts';
import { alteredJson, damagedText, fuzzing } from './mutations.ts';
import { expectOrderlyEnd } from './outcome.ts';

const FILES = Object.keys(VALID_PROJECT);

const RICH = `summary: Change a thing.
request: PATCH /things/{thing_id}
auth: key
fields:
  thing_id: { in: path, schema: { type: string, minLength: 1 } }
  page: { in: query, schema: { type: integer, minimum: 1 }, default: 1 }
  tags: { in: query, schema: { type: array, items: { type: string, pattern: "^[a-z]+$" } } }
  trace: { in: header, name: X-Trace, schema: { type: string, format: uuid }, profiles: [full] }
  owner: { in: body, schema: { oneOf: [{ type: object, required: [a], properties: { a: { type: string } } }, { type: "null" }] } }
  parent: { in: body, schema: { $ref: ../schemas/thing.yaml } }
  sizes: { in: body, required: true, schema: { type: array, minItems: 1, uniqueItems: true, items: { type: integer } } }
responses:
  200: { body: { allOf: [{ $ref: ../schemas/thing.yaml }, { properties: { at: { type: string, format: date-time } } }] } }
  404: { error: thing_not_found }
  409: { error: [taken, locked], profiles: [full] }
behaviors:
  - read_back: { read: things.get, members: { name: null } }
note: For the tests.
`;

const PROJECT = { ...VALID_PROJECT, 'contracts/things/update.yaml': RICH };

async function tryText(root: string, file: string, text: string | Buffer): Promise<void> {
  await writeFile(join(root, file), text);
  await expectOrderlyEnd(['check'], root);
  await expectOrderlyEnd(['run', '--list', '--target', 'http://127.0.0.1:9'], root);
  await writeFile(join(root, file), PROJECT[file as keyof typeof PROJECT]);
}

describe('the loader of contracts and suites', () => {
  it('gives a result or a coded error for damaged files', async () => {
    const root = await writeProject({}, PROJECT);
    const files = constantFrom(...FILES, 'contracts/things/update.yaml');
    const inputs = files.chain((file) =>
      damagedText(PROJECT[file as keyof typeof PROJECT]).map((text) => ({ file, text })),
    );
    await assert(
      asyncProperty(inputs, ({ file, text }) => tryText(root, file, text)),
      fuzzing(25),
    );
  });

  it('gives a result or a coded error for files with strange values', async () => {
    const root = await writeProject({}, PROJECT);
    const files = constantFrom(...FILES, 'contracts/things/update.yaml', 'contracts/things/update.yaml');
    const inputs = files.chain((file) =>
      alteredJson(parse(PROJECT[file as keyof typeof PROJECT])).map((text) => ({ file, text })),
    );
    await assert(
      asyncProperty(inputs, ({ file, text }) => tryText(root, file, text)),
      fuzzing(35),
    );
  });
});
