import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trace, TraceEntry } from '../../src/model/trace.ts';
import {
  entriesWithout,
  formatTrace,
  formatTraceEntry,
  readTraceEntries,
  traceOf as traceOfEntries,
} from '../../src/recording/trace-line.ts';
import { errorAnswer, make, traceOf } from '../judge/client/builders.ts';

const TRACE = traceOf({
  methods: [
    make({ further: [errorAnswer(404, 'box_not_found')] }),
    { kind: 'blocked', method: 'close', reason: 'the method sent no request', local: true },
  ],
});

function entriesOf({ start, description, calls, blocked, end }: Trace): readonly TraceEntry[] {
  return [start, { kind: 'client', description }, ...calls, ...blocked, ...(end === null ? [] : [end])];
}

function format(entries: readonly TraceEntry[]): string {
  return `${entries.map((entry) => formatTraceEntry(entry)).join('\n')}\n`;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-trace-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readTrace(text: string): Promise<Trace> {
  const file = join(folder, 'acme.trace.jsonl');
  await writeFile(file, text);
  return traceOfEntries(await readTraceEntries(file));
}

/** Turns buffers into plain arrays, so that equal bytes compare as equal. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, each) => (each?.type === 'Buffer' ? each.data : each)));
}

const TEXT = format(entriesOf(TRACE));

describe('a trace as lines', () => {
  it('returns exactly what was traced', async () => {
    expect(plain(await readTrace(TEXT))).toEqual(plain(TRACE));
  });

  it('returns the same bytes again', async () => {
    expect(format(entriesOf(await readTrace(TEXT)))).toBe(TEXT);
  });

  it('writes a response or a result only once if several calls of a method got it', async () => {
    const [first] = TRACE.calls;
    const [described] = TRACE.description.methods;
    if (first === undefined || described === undefined) throw new Error('there is a call');
    const entries: TraceEntry[] = [
      ...entriesOf({ ...TRACE, calls: [first, { ...first, id: 'acme/things.make#9' }], end: null }),
      { kind: 'method', method: described },
    ];
    const text = [...formatTrace(entries)].join('');
    expect(text.length).toBeLessThan(format(entries).length);
    expect(plain(await readTrace(text))).toEqual(plain(await readTrace(format(entries))));
    await expect(readTrace(text.replace('"same":"', '"same":"un'))).rejects.toThrow('refers to the call un');
  });

  it('keeps bytes that are not text', async () => {
    const [first] = TRACE.calls;
    const [exchange] = first?.exchanges ?? [];
    if (first === undefined || exchange === undefined) throw new Error('there is a call');
    const body = Uint8Array.of(0xff, 0x00, 0x0a);
    const odd = { ...first, exchanges: [{ ...exchange, request: { ...exchange.request, body }, response: null }] };
    const again = (await readTrace(format(entriesOf({ ...TRACE, calls: [odd] })))).calls[0]?.exchanges[0];
    expect([...(again?.request.body ?? [])]).toEqual([0xff, 0x00, 0x0a]);
    expect(again?.response).toBeNull();
  });

  it('distinguishes a missing body from an empty body', async () => {
    const [first] = TRACE.calls;
    const [exchange] = first?.exchanges ?? [];
    if (first === undefined || exchange === undefined) throw new Error('there is a call');
    const bodies = [null, new Uint8Array()].map((body) => ({ ...exchange, request: { ...exchange.request, body } }));
    const again = await readTrace(format(entriesOf({ ...TRACE, calls: [{ ...first, exchanges: bodies }] })));
    expect(again.calls[0]?.exchanges.map(({ request }) => request.body?.length)).toEqual([undefined, 0]);
  });

  it('keeps the contacts of a method if the trace was interrupted, and if the method is reused in another trace', async () => {
    const method = { ...TRACE.description.methods[0], name: 'things.make', parameters: [] };
    const traced: TraceEntry = { kind: 'method', method, contacted: ['auth.example.com:443'] };
    const stopped = await readTrace(format([TRACE.start, { kind: 'client', description: TRACE.description }, traced]));
    const contacts = [{ address: 'auth.example.com:443', methods: ['things.make'] }];
    expect(stopped.contacts).toEqual(contacts);
    const taken = entriesWithout(stopped, new Set()).get('things.make') ?? [];
    expect(
      traceOfEntries([TRACE.start, { kind: 'client', description: TRACE.description }, ...taken]).contacts,
    ).toEqual(contacts);
  });

  it('is read if the last entry is missing', async () => {
    expect((await readTrace(format(entriesOf({ ...TRACE, end: null })))).end).toBeNull();
  });

  it('is read without its last line if that line is incomplete', async () => {
    expect(plain(await readTrace(TEXT.slice(0, -9)))).toEqual(plain({ ...TRACE, end: null }));
  });

  it('ignores a method that was not completed', async () => {
    const entries = entriesOf({ ...TRACE, start: { ...TRACE.start, format: 2 } });
    expect(await readTrace(format(entries))).toMatchObject({ calls: [], blocked: [] });
  });

  it('contains the description and the calls of a completed method', async () => {
    const [described] = TRACE.description.methods;
    if (described === undefined) throw new Error('there is a method');
    const method = { ...described, doc: 'learned' };
    const entries = entriesOf({ ...TRACE, start: { ...TRACE.start, format: 2 } });
    const trace = await readTrace(format([...entries, { kind: 'method', method }]));
    expect(trace.description.methods[0]).toEqual(method);
    expect(trace.calls.length).toBeGreaterThan(0);
  });

  it.each([
    ['that is empty', '', 'must begin with a line "trace" and a line "client"'],
    ['without its client', format([TRACE.start]), 'must begin with a line "trace" and a line "client"'],
    [
      'of another kind',
      '{"kind":"run"}\n',
      'line 1 of a trace must be a complete entry of one of these kinds: trace, client, call, blocked, method, end',
    ],
    [
      'with a line cut short before the last',
      TEXT.replace('}\n', '\n'),
      'of a trace must be a complete entry of one of these kinds',
    ],
    ['with a line that is no object', `${TEXT}[1]\n`, 'of a trace must be a complete entry of one of these kinds'],
    [
      'with a call without its requests',
      `${format(entriesOf({ ...TRACE, calls: [], end: null }))}{"kind":"call","id":"acme/x#1"}\n`,
      'of a trace',
    ],
    [
      'with a request without headers',
      `${format(entriesOf({ ...TRACE, calls: [], end: null }))}{"kind":"call","id":"a","method":"m","purpose":{"kind":"base"},"arguments":{},"exchanges":[{"operation":null,"response":null}],"outcome":{"kind":"returned","value":null}}\n`,
      'of a trace',
    ],
  ])('%s is rejected', async (_title, text, message) => {
    await expect(readTrace(text)).rejects.toThrow(
      expect.objectContaining({ code: 'recording-invalid', message: expect.stringContaining(message) }),
    );
  });
});
