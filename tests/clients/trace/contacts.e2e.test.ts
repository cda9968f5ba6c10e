import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { traceClient } from '../../../src/clients/trace/trace-client.ts';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import type { Client } from '../../../src/model/client.ts';
import { traceOf } from '../../../src/recording/trace-line.ts';
import { serve } from '../../run/servers.ts';
import { aClient } from '../start-driver.ts';

const FETCH = 'fetch(process.argv[1]).catch(() => undefined)';
const PYTHON = `import subprocess, urllib.request

def fetch(url):
    try:
        urllib.request.urlopen(url, timeout=5).read()
    except OSError:
        pass

class Client:
    def __init__(self, base_url, other, how):
        self._base, self._other, self._how = base_url, other, how

    def get(self, thing_id: str):
        if self._how == "itself" and self._other:
            fetch(self._other)
        if self._how == "node" and self._other:
            subprocess.run(["node", "-e", "${FETCH}", self._other])
        if self._how == "curl" and self._other:
            subprocess.run(["curl", "-s", "-m", "5", self._other])
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
const ARGPARSE = `import argparse, os, urllib.request
parser = argparse.ArgumentParser()
parser.add_argument("thing_id")
given = parser.parse_args()
for url in [os.environ["OTHER"], os.environ["BASE"] + "/things/" + given.thing_id]:
    try:
        url and urllib.request.urlopen(url, timeout=5).read()
    except OSError:
        pass
`;
const SHELL = `if [ "$1" = --version ]; then exit; fi
if [ "$1" = --help ]; then printf 'usage: acme [-h] thing_id\\n\\npositional arguments:\\n  thing_id  its id\\n'; exit; fi
[ -z "$OTHER" ] || curl -s -m 5 "$OTHER"
curl -s "$BASE/things/$1"
`;
const MCP = `
const say = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
require('readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  const inputSchema = { type: 'object', properties: { thing_id: { type: 'string' } }, required: ['thing_id'] };
  if (method === 'initialize') say(id, { serverInfo: {} });
  if (method === 'tools/list') say(id, { tools: [{ name: 'get', inputSchema }] });
  if (method !== 'tools/call') return;
  if (process.env.OTHER) await fetch(process.env.OTHER).catch(() => undefined);
  const response = await fetch(process.env.BASE + '/things/' + params.arguments.thing_id);
  say(id, { content: [{ type: 'text', text: await response.text() }] });
});
`;
const FILES = {
  'client/acme.py': PYTHON,
  'client/index.js': NODE,
  'client/package.json': '{"name":"acme","version":"1.0.0","type":"module","main":"index.js"}',
  'client/cli.py': ARGPARSE,
  'client/cli.sh': SHELL,
  'client/mcp.cjs': MCP,
  'contracts/api.yaml': 'name: Things\n',
  'contracts/things/get.yaml':
    'summary: A thing.\nauth: none\nrequest: GET /things/{thing_id}\nfields:\n  thing_id: { in: path, schema: { type: string } }\nresponses: { 200: { body: { type: object } } }\n',
};

type Started = Pick<Client, 'driver'> & Partial<Client>;
const python =
  (how: string) =>
  (other: string): Started => ({
    driver: 'python',
    construct: { call: 'acme.Client', args: [], kwargs: { base_url: '${base_url}', other, how } },
  });
const program =
  (driver: 'command' | 'mcp', command: readonly string[]) =>
  (other: string): Started => ({
    ...{ driver, command, env: { BASE: '${base_url}', OTHER: other } },
  });
const CLIENTS: readonly (readonly [string, (other: string) => Started])[] = [
  ['a Python client', python('itself')],
  ['a Python client that starts Node', python('node')],
  [
    'a Node client',
    (other) => ({
      driver: 'node',
      construct: { call: 'Client', args: [{ baseUrl: '${base_url}', other }], kwargs: {} },
    }),
  ],
  ['a command written in Python', program('command', ['python3', 'cli.py'])],
  ['a command that uses curl', program('command', ['sh', 'cli.sh'])],
  ['an MCP server', program('mcp', ['node', 'mcp.cjs'])],
];

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));
async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'parity-contacts-'));
  folders.push(folder);
  return folder;
}

async function contactsOf(start: (other: string) => Started, other: string, origins: readonly string[] = []) {
  const root = await aFolder();
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), text);
  }
  const entries = await traceClient({
    client: aClient({
      ...{ name: 'acme', profile: 'default', timeoutMs: 20_000, origins },
      source: { kind: 'path', path: join(root, 'client'), install: false },
      ...start(other),
    }),
    contracts: (await loadContracts(root, 'contracts')).contracts,
    env: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    scratch: await aFolder(),
    ...{ tool: 'wireparity 0', revision: null, known: new Map(), keep: () => {}, progress: () => {} },
  });
  const { calls, contacts } = traceOf(entries);
  const sent = calls.flatMap(({ exchanges }) => exchanges.map(({ request }) => request));
  return { contacts, sent };
}

describe.each(CLIENTS)('%s', (_, start) => {
  it('contacts an address other than the recorder: the trace shows this address and the method', async () => {
    const other = await serve((_, response) => void response.end('{}'));
    const { contacts } = await contactsOf(start, other.origin);
    expect(contacts).toEqual([{ address: `127.0.0.1:${other.port}`, methods: [expect.any(String)] }]);
  });

  it('looks up a host that does not exist: the trace shows this host', async () => {
    const { contacts } = await contactsOf(start, 'http://nowhere.invalid:81');
    expect(contacts.map(({ address }) => address)).toEqual(['nowhere.invalid:81']);
  });

  it('contacts only the recorder: the trace shows no address, and the requests show no proxy', async () => {
    const { contacts, sent } = await contactsOf(start, '');
    expect(contacts).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    for (const { target, headers } of sent) {
      expect(target).toMatch(/^\/things\//);
      expect(headers.map(([name]) => name.toLowerCase()).filter((name) => name.startsWith('proxy'))).toEqual([]);
    }
  });
});

describe('a program that uses the proxy of its environment', () => {
  it('sends nothing to an undeclared server over TLS', async () => {
    const other = await serve((_, response) => void response.end('{}'));
    const { contacts } = await contactsOf(python('curl'), `https://parity.invalid:${other.port}`);
    expect(contacts.map(({ address }) => address)).toEqual([`parity.invalid:${other.port}`]);
    expect(other.seen).toEqual([]);
  });

  it('reaches a declared server directly', async () => {
    let reached = 0;
    const other = await serve((_, response) => {
      reached += 1;
      response.end('{}');
    });
    await contactsOf(program('command', ['sh', 'cli.sh']), other.origin, [other.origin]);
    expect(reached).toBeGreaterThan(0);
  });
});
