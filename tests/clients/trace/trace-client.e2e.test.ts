import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traceClient } from '../../../src/clients/trace/trace-client.ts';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import type { ContractSet } from '../../../src/model/contract.ts';
import type { MethodEntry, Trace } from '../../../src/model/trace.ts';
import { traceOf } from '../../../src/recording/trace-line.ts';
import { aClient } from '../start-driver.ts';

const CLIENT = `import http.client, json, time
from urllib.parse import urlencode, urlsplit

class Client:
    def __init__(self, base_url):
        self._host = urlsplit(base_url).netloc
        self._closed = False

    def _send(self, method, path, body=None):
        if self._closed:
            raise RuntimeError("the client has been closed")
        connection = http.client.HTTPConnection(self._host, timeout=5)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status >= 500:
            time.sleep(60)
        return answer.status

    def close(self):
        self._closed = True

    def finish(self):
        self._closed = True
        return 1

    def list(self, **filters):
        return self._send("GET", "/things?" + urlencode(filters))

    def make(self, body: dict):
        return self._send("POST", "/things", body)
`;

const THING = 'summary: A thing.\nauth: none\n';
const FILES = {
  'client/acme.py': CLIENT,
  'contracts/api.yaml': 'name: Things\n',
  'contracts/things/list.yaml': `${THING}request: GET /things
fields:
  sort: { in: query, schema: { type: string } }
  ids: { in: query, schema: { type: array, items: { type: string } } }
responses: { 200: { body: { type: object } } }
`,
  'contracts/things/make.yaml': `${THING}request: POST /things
fields:
  title: { in: body, required: true, schema: { type: string } }
  size: { in: body, schema: { type: integer } }
responses: { 201: { body: { type: object } } }
`,
};

let folder: string;
let contracts: ContractSet;
let whole: Trace;
const kept: string[] = [];

async function drive(known: ReadonlyMap<string, readonly MethodEntry[]>): Promise<Trace> {
  const client = aClient({
    name: 'acme',
    source: { kind: 'path', path: join(folder, 'client'), install: false },
    construct: { call: 'acme.Client', args: ['${base_url}'], kwargs: {} },
    profile: 'default',
    timeoutMs: 20_000,
  });
  const entries = await traceClient({
    ...{ client, contracts, known, tool: 'tests', revision: null, scratch: join(folder, 'scratch') },
    env: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    keep: (each) => void kept.push(...each.map((entry) => (entry.kind === 'method' ? entry.method.name : entry.kind))),
    progress: () => undefined,
  });
  return traceOf(entries);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-trace-'));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  ({ contracts } = await loadContracts(folder, 'contracts'));
  whole = await drive(new Map());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const namesOf = (method: string) =>
  whole.description.methods.find(({ name }) => name === method)?.parameters.map(({ name }) => name);

describe('a trace', () => {
  it("passes the operation's fields to a method that accepts any keyword", () => {
    expect(namesOf('list')).toEqual(['sort', 'ids']);
  });

  it('fills a plain dict body from the contract', () => {
    const [body] = whole.description.methods.find(({ name }) => name === 'make')?.parameters ?? [];
    expect(body?.type).toMatchObject({ kind: 'object', fields: [{ name: 'title', required: true }, { name: 'size' }] });
    const base = whole.calls.find(({ method, purpose }) => method === 'make' && purpose.kind === 'base');
    expect(Object.keys(base?.arguments ?? {})).toEqual(['body.title']);
  });

  it('records the waits that the client requests', () => {
    const waits = whole.calls.flatMap(({ outcome }) => outcome.waits ?? []);
    expect(waits).toContain(60);
  });

  it('stores the head of the trace first, and traces methods that close the client last', () => {
    expect(kept.slice(0, 2)).toEqual(['trace', 'client']);
    expect(whole.blocked.map(({ method }) => method)).toEqual(['finish', 'close']);
  });

  it('constructs the client again after a method has closed it', () => {
    expect(JSON.stringify(whole.calls.map(({ outcome }) => outcome))).not.toContain('has been closed');
  });

  it('takes over the calls of known methods, and gives the same trace', async () => {
    const list = whole.calls.filter(({ method }) => method === 'list');
    const method = whole.description.methods.find(({ name }) => name === 'list');
    if (method === undefined) throw new Error('there is a method list');
    const known = new Map<string, readonly MethodEntry[]>([['list', [...list, { kind: 'method', method }]]]);
    const again = await drive(known);
    expect(again.calls.filter((call) => call.method === 'list')).toEqual(list);
    expect(again.calls.map(({ id }) => id)).toEqual(whole.calls.map(({ id }) => id));
  });
});
