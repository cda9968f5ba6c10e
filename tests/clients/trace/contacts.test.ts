import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { traceClient } from '../../../src/clients/trace/trace-client.ts';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import type { Client } from '../../../src/model/client.ts';
import { serve } from '../../run/servers.ts';
import { aClient } from '../start-driver.ts';

const PYTHON = `import urllib.request

class Client:
    def __init__(self, base_url, other):
        self._base, self._other = base_url, other

    def get(self, thing_id: str):
        if self._other:
            try:
                urllib.request.urlopen(self._other, timeout=5).read()
            except OSError:
                pass
        return urllib.request.urlopen(self._base + "/things/" + thing_id, timeout=5).read().decode()
`;
const NODE = `export class Client {
  constructor(options) { Object.assign(this, options); }
  /** @param {string} thingId */
  async get(thingId) {
    if (this.other) await fetch(this.other).catch(() => undefined);
    const response = await fetch(this.baseUrl + '/things/' + thingId);
    return response.json();
  }
}
`;

async function contactsOf(driver: 'python' | 'node', other: string) {
  const root = await mkdtemp(join(tmpdir(), 'parity-contacts-'));
  const files = {
    'client/acme.py': PYTHON,
    'client/index.js': NODE,
    'client/package.json': '{"name":"acme","version":"1.0.0","type":"module","main":"index.js"}',
    'contracts/api.yaml': 'name: Things\n',
    'contracts/things/get.yaml':
      'summary: A thing.\nauth: none\nrequest: GET /things/{thing_id}\nfields:\n  thing_id: { in: path, schema: { type: string } }\nresponses: { 200: { body: { type: object } } }\n',
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text);
  }
  const construct: Client['construct'] =
    driver === 'python'
      ? { call: 'acme.Client', args: [], kwargs: { base_url: '${base_url}', other } }
      : { call: 'Client', args: [{ baseUrl: '${base_url}', other }], kwargs: {} };
  const entries = await traceClient({
    client: aClient({
      name: 'acme',
      driver,
      source: { kind: 'path', path: join(root, 'client'), install: false },
      construct,
      profile: 'default',
      timeoutMs: 20_000,
    }),
    contracts: (await loadContracts(root, 'contracts')).contracts,
    env: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    scratch: await mkdtemp(join(tmpdir(), 'parity-scratch-')),
    ...{ tool: 'wireparity 0', revision: null, known: new Map(), keep: () => {}, progress: () => {} },
  });
  expect(entries.some((entry) => entry.kind === 'call' && entry.exchanges.length > 0)).toBe(true);
  return entries.flatMap((entry) => (entry.kind === 'end' ? (entry.contacted ?? []) : []));
}

describe.each(['python', 'node'] as const)('a %s client', (driver) => {
  it('is seen to contact another address than the recorder', async () => {
    const other = await serve((_, response) => void response.end('{}'));
    expect(await contactsOf(driver, other.origin)).toEqual([`127.0.0.1:${other.port}`]);
  });

  it('is seen to look for a host that does not exist', async () => {
    expect(await contactsOf(driver, 'http://nowhere.invalid:81')).toEqual(['nowhere.invalid:81']);
  });

  it('that only calls the recorder contacts no other address', async () => {
    expect(await contactsOf(driver, '')).toEqual([]);
  });
});
