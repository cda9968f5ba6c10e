import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../src/app/io.ts';
import { exportOpenapi } from '../../src/commands/export-openapi.ts';
import { merge } from '../../src/commands/merge.ts';
import { writeSchemas } from '../../src/commands/schema.ts';
import { checkReplaceable } from '../../src/recording/check-replaceable.ts';
import { openRecordingWriter } from '../../src/recording/recording-writer.ts';
import { createRedactor } from '../../src/recording/redaction/create-redactor.ts';

const CONTRACT = 'summary: Read a thing.\nrequest: GET /things\nauth: none\n';

let folder: string;
const io = () => ({ cwd: folder, env: {}, out: () => {}, err: () => {} }) as unknown as Io; // safe cast: the commands use only these members

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-output-'));
  await mkdir(join(folder, 'contracts/things'), { recursive: true });
  const api =
    'name: Things\nprofiles: [full]\nauth: {}\nerror_envelope: { code: /code, message: /message, body: true }\n';
  await writeFile(join(folder, 'contracts/api.yaml'), api);
  await writeFile(join(folder, 'contracts/things/list.yaml'), `${CONTRACT}responses: { 200: {} }\n`);
});

afterAll(() => rm(folder, { recursive: true }));

const record = (file: string) =>
  openRecordingWriter({
    file,
    run: 'r',
    redactor: createRedactor({ values: new Map(), patterns: [], fields: [], salt: '' }),
  });

describe('an output', () => {
  it('may be a pipe that no program writes to', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const output = { name: 'pipe', kind: 'a recording', isKind: () => false };
    await expect(checkReplaceable(pipe, output)).resolves.toBeUndefined();
  });

  it.each<[string, string, (file: string) => Promise<unknown>]>([
    ['of a recorder', 'notes.txt', (name) => record(join(folder, name))],
    ['of a merge', 'notes.txt', (name) => merge(name, ['a.jsonl'], io())],
    ['of an export', 'notes.txt', (name) => exportOpenapi({ out: name }, io())],
    ['of the schemas', 'config.json', () => writeSchemas('.', io())],
  ])('%s does not replace a file of another kind', async (_, name, write) => {
    await writeFile(join(folder, name), CONTRACT);
    await expect(write(name)).rejects.toMatchObject({ code: 'output-misplaced', exitCode: 2 });
    expect(await readFile(join(folder, name), 'utf8')).toBe(CONTRACT);
    await rm(join(folder, name));
  });

  it('replaces an empty file and a file of its own kind', async () => {
    await writeFile(join(folder, 'api.json'), '');
    for (let time = 0; time < 2; time++) {
      await exportOpenapi({ out: 'api.json' }, io());
      await writeSchemas('schema', io());
      await (await record(join(folder, 'a.jsonl'))).close();
    }
    expect(await readFile(join(folder, 'api.json'), 'utf8')).toContain('"openapi"');
  });
});
