import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordingEntry } from '../../src/model/exchange.ts';
import { openLineSink } from '../../src/recording/line-sink.ts';
import { createRecorder } from '../../src/recording/recorder.ts';
import { formatEntry } from '../../src/recording/recording-line.ts';
import { openRecordingWriter, type RecordingWriter } from '../../src/recording/recording-writer.ts';
import { createRedactor } from '../../src/recording/redaction/create-redactor.ts';
import { anExchange, aRunEnd, aRunStart } from '../builders.ts';
import { scenarioEnd } from './entries.ts';
import { readAll, runOn, temporaryFolder } from './run-on.ts';
import { answerJson, serve } from './servers.ts';
import { create } from './things.ts';

function redactor(secrets: readonly string[] = []) {
  const values = new Map(secrets.map((secret) => [secret, secret]));
  return createRedactor({ values, patterns: [], fields: [], salt: 'salt' });
}

function open(file: string, run = 'abc123', secrets: readonly string[] = []): Promise<RecordingWriter> {
  return openRecordingWriter({ file, run, redactor: redactor(secrets) });
}

const WHOLE: readonly RecordingEntry[] = [aRunStart(), anExchange('a/b/c'), scenarioEnd('a/b'), aRunEnd()];

async function write(writer: RecordingWriter, entries: readonly RecordingEntry[]): Promise<void> {
  for (const entry of entries) await writer.write(entry);
}

describe('a recording writer', () => {
  it('renames the file when it is closed, and not before', async () => {
    const folder = await temporaryFolder();
    const writer = await open(join(folder, 'deep', 'run.jsonl'));
    await write(writer, WHOLE);
    expect(await readdir(join(folder, 'deep'))).toEqual(['run.jsonl.abc123.part']);
    await writer.close();
    expect(await readdir(join(folder, 'deep'))).toEqual(['run.jsonl']);
  });

  it('writes what can be read again', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const writer = await open(file);
    await write(writer, WHOLE);
    await writer.close();
    expect(await readAll(file)).toEqual(WHOLE);
  });

  it('passes on each entry without secrets, exactly as it will be read from the file', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const told: RecordingEntry[] = [];
    const secret = 'sesame-0123';
    const onEntries = (entries: readonly RecordingEntry[]) => void told.push(...entries);
    const writer = await openRecordingWriter({ file, run: 'abc123', redactor: redactor([secret]), onEntries });
    const body = Buffer.from([0xff, 0x00, 0x80]);
    const binary = anExchange('a/b/d', { response: { status: 200, headers: [['X-Echo', secret]], body } });
    const spoken = anExchange('a/b/e', {
      request: { method: 'POST', target: '/', headers: [], body: Buffer.from(secret) },
    });
    await write(writer, [aRunStart(), binary, spoken, scenarioEnd('a/b'), aRunEnd()]);
    await writer.close();
    expect(told).toEqual(await readAll(file));
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(
      Buffer.from(told.flatMap((each) => (each.kind === 'exchange' ? [...(each.request.body ?? [])] : []))).toString(),
    ).toMatch(/^\[redacted:/);
  });

  it('passes on and writes each entry immediately', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const told: RecordingEntry[] = [];
    const onEntries = (entries: readonly RecordingEntry[]) => void told.push(...entries);
    const writer = await openRecordingWriter({ file, run: 'abc123', redactor: redactor(), onEntries });
    await writer.write(aRunStart());
    await writer.write(anExchange('a/b/c'));
    expect(told).toHaveLength(2);
    await expect.poll(async () => (await readFile(`${file}.abc123.part`, 'utf8')).split('\n')).toHaveLength(3);
    await writer.close();
  });

  it('continues to pass entries to the report after a failed write', () => {
    const told: string[] = [];
    const write = (entry: RecordingEntry) => {
      told.push(entry.kind);
      throw new Error('full');
    };
    const recorder = createRecorder({ file: 'x', write, close: async () => undefined }, () => undefined);
    recorder.record(aRunStart());
    recorder.record(aRunEnd());
    expect(told).toEqual(['run', 'end']);
    expect(recorder.error()).toMatchObject({ message: 'full' });
  });

  it('keeps an existing recording until the new one is complete', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const before = '{"kind":"run"}\n';
    await writeFile(file, before);
    const writer = await open(file);
    await write(writer, WHOLE);
    expect(await readFile(file, 'utf8')).toBe(before);
    await writer.close();
    expect(await readAll(file)).toHaveLength(4);
  });

  it('does not mix two concurrent runs', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const [one, two] = await Promise.all([open(file, 'one'), open(file, 'two')]);
    await write(one, [aRunStart({ run: 'one' })]);
    await write(two, [aRunStart({ run: 'two' }), aRunEnd()]);
    await write(one, [aRunEnd()]);
    await one.close();
    expect((await readAll(file))[0]).toMatchObject({ run: 'one' });
    await two.close();
    expect((await readAll(file))[0]).toMatchObject({ run: 'two' });
  });

  it('rejects a run id that is in use', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const writer = await open(file);
    await expect(open(file)).rejects.toMatchObject({ code: 'recording-unwritable', exitCode: 3 });
    await writer.close();
  });

  it('removes secrets from exchanges, reasons and leftovers', async () => {
    const file = join(await temporaryFolder(), 'run.jsonl');
    const writer = await open(file, 'abc123', ['planted-canary']);
    const step = { address: 'a/b/c', operation: null, phase: 'step', line: 1, state: 'blocked', attempts: 0 } as const;
    const leftover = { madeBy: 'a/b/c', operation: 'x.y', with: { id: ['planted-canary'] }, reason: 'planted-canary' };
    const request = {
      method: 'GET',
      target: '/?k=planted-canary',
      headers: [['X', 'planted-canary']],
      body: null,
    } as const;
    await write(writer, [
      aRunStart(),
      anExchange('a/b/c', {
        request,
        asked: { with: { k: 'planted-canary' }, as: 'main', auth: null, invalid: false },
      }),
      scenarioEnd('a/b', { steps: [{ ...step, reason: 'planted-canary' }] }),
      aRunEnd({ leftovers: [leftover] }),
    ]);
    await writer.close();
    expect(await readFile(file, 'utf8')).not.toContain('planted-canary');
  });

  it('names the file if its folder cannot be created', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const file = join(folder, 'file', 'run.jsonl');
    await expect(open(file)).rejects.toMatchObject({
      code: 'recording-unwritable',
      message: expect.stringContaining(file),
    });
  });

  it.runIf(process.platform === 'linux')('reports a full disk', () => {
    const sink = openLineSink('/dev/full', 'w');
    expect(() => sink.write(['x'])).toThrow(
      expect.objectContaining({
        code: 'recording-unwritable',
        exitCode: 3,
        message: expect.stringContaining('ENOSPC'),
      }),
    );
    sink.close();
  });

  it('gives each line to the operating system before the call returns', async () => {
    const file = join(await temporaryFolder(), 'lines');
    const sink = openLineSink(file, 'w');
    sink.write(['one']);
    expect(readFileSync(file, 'utf8')).toBe('one\n');
    sink.close();
  });
});

describe('a run whose recording cannot be written', () => {
  it.runIf(process.platform === 'linux')('stops, cleans up and reports the error', async () => {
    const server = await serve((request, response) =>
      answerJson(response, 200, request.method === 'POST' ? { id: 'a' } : {}),
    );
    const sink = openLineSink('/dev/full', 'w');
    const record: RecordingWriter = {
      file: '/dev/full',
      // Simulates a disk that becomes full when the first exchange is written.
      write: (entry) => entry.kind === 'exchange' && sink.write([formatEntry(entry)]),
      close: async () => sink.close(),
    };
    const scenarios = ['a', 'b'].map((name) => ({ name, steps: [create(name)] }));
    const run = runOn(server.origin, { scenarios, options: { record, concurrency: 1 } });
    await expect(run).rejects.toMatchObject({ code: 'recording-unwritable' });
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });
});

describe('reading a recording', () => {
  const lines = WHOLE.map(formatEntry);

  async function readText(text: string): Promise<RecordingEntry[]> {
    const file = join(await temporaryFolder(), 'run.jsonl');
    await writeFile(file, text);
    return readAll(file);
  }

  it('tolerates an incomplete last line', async () => {
    const text = lines.join('\n');
    expect((await readText(text.slice(0, -10))).map(({ kind }) => kind)).toEqual(['run', 'exchange', 'scenario']);
  });

  it('accepts a last line without a line end', async () => {
    expect(await readText(lines.join('\n'))).toHaveLength(4);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['a file of something else', '<html>\n', 'run.jsonl:1: expected the start of a recording'],
    ['a file without a start', `${lines[1]}\n`, 'got an entry of kind "exchange"'],
    ['a broken line in the middle', `${lines[0]}\n{"kind":\n${lines[3]}\n`, 'run.jsonl:2: expected an entry'],
    ['two recordings in one file', `${lines[0]}\n${lines[0]}\n`, 'run.jsonl:2: expected one run'],
    ['lines after the end', `${lines[0]}\n${lines[3]}\n${lines[1]}\n`, 'run.jsonl:3: expected nothing after'],
    ['a start that was torn off', lines[0]?.slice(0, 20) ?? '', 'run.jsonl:1'],
  ])('rejects %s', async (_title, text, message) => {
    await expect(readText(text)).rejects.toMatchObject({
      code: 'recording-invalid',
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['a file that does not exist', 'none.jsonl', 'there is no file'],
    ['a folder', '.', 'cannot read'],
  ])('rejects %s', async (_title, name, message) => {
    const folder = await temporaryFolder();
    await expect(readAll(join(folder, name))).rejects.toMatchObject({
      code: 'recording-invalid',
      message: expect.stringContaining(message),
    });
  });

  it('reads lines that are longer than a chunk of the file', async () => {
    const body = Buffer.alloc(700_000, 'é');
    const response = { status: 200, headers: [], body };
    const entries = await readText(`${lines[0]}\n${formatEntry(anExchange('a/b/c', { response }))}\n${lines[3]}\n`);
    const [, entry] = entries;
    expect(entry?.kind === 'exchange' && body.equals(entry.response?.body ?? body.subarray(1))).toBe(true);
  });

  it('follows a link', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'run.jsonl'), lines.join('\n'));
    await symlink(join(folder, 'real', 'run.jsonl'), join(folder, 'link.jsonl'));
    expect(await readAll(join(folder, 'link.jsonl'))).toHaveLength(4);
  });
});
