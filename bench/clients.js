import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { openLines } from './line-driver.js';

// The client side: calls per second through the drivers, the recorder's latency, and a whole trace. Each figure stands
// beside another one of the same run; none is a test.

const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.js');
const scratch = join(tmpdir(), `parity-bench-clients-${process.pid}`);
const CALLS = 1500;
const REQUESTS = 3000;
const METHODS = 40;
const BARE = `
  const server = require('node:http').createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"cues":[]}'));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

mkdirSync(scratch, { recursive: true });
try {
  say(`node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}\n\n`);
  const bare = await openBare();
  const bareLatency = await latency(bare.port);
  await drivers(bare);
  await recorder(bareLatency);
  await wholeTrace();
  bare.close();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function say(text) {
  process.stdout.write(text);
}

/** A server that does nothing but answer, in a process of its own as the recorder is. */
async function openBare() {
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(Number(text))));
  return { port, close: () => void child.kill() };
}

/** Milliseconds a request, one after the other on one connection: the median. */
async function latency(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  for (let index = 0; index < REQUESTS; index++) {
    const start = performance.now();
    await get(port, agent);
    if (index >= REQUESTS / 3) times.push(performance.now() - start);
  }
  agent.destroy();
  return median(times);
}

function get(port, agent) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, host: '127.0.0.1', path: '/v1/cues', agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    request.on('error', reject);
  });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function drivers({ port }) {
  const baseUrl = `http://127.0.0.1:${port}`;
  const fixtures = join(root, 'tests/fixtures/clients');
  const python = { call: 'acme.Client', args: ['k'], kwargs: { base_url: baseUrl } };
  const node = { call: 'Client', args: [], kwargs: { apiKey: 'k', baseUrl } };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const start = performance.now();
  for (let index = 0; index < CALLS; index++) await get(port, agent);
  const bare = CALLS / ((performance.now() - start) / 1000);
  agent.destroy();
  say(`bare node:http client          ${bare.toFixed(0)} calls/s\n`);
  for (const [name, command, source, construct] of [
    ['python', ['python3', join(root, 'dist/drivers/python')], join(fixtures, 'python'), python],
    ['node', [process.execPath, join(root, 'dist/drivers/node.js')], join(fixtures, 'typescript'), node],
  ]) {
    const rate = await callRate(command, { source, construct });
    say(`${name.padEnd(7)}driver                 ${rate.toFixed(0)} calls/s, ${(rate / bare).toFixed(2)} of bare\n`);
  }
}

async function callRate(command, { source, construct }) {
  const driver = openLines(command);
  const started = { do: 'start', protocol: 2, source, construct, command: [], functions: [], ignore: [], table: null };
  const reply = await driver.ask(started);
  if (reply.error) throw new Error(reply.error.message);
  const call = { do: 'call', method: 'cues.list', arguments: {}, timeoutMs: 5000 };
  for (let index = 0; index < 100; index++) await driver.ask(call);
  const start = performance.now();
  for (let index = 0; index < CALLS; index++) await driver.ask(call);
  const rate = CALLS / ((performance.now() - start) / 1000);
  driver.end();
  return rate;
}

async function recorder(bare) {
  const child = spawn(process.execPath, [cli, 'record', '--out', join(scratch, 'record.jsonl')], { cwd: root });
  const port = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(line);
        if (found) resolve(Number(found[1]));
      });
    }
    child.once('exit', () => reject(new Error('parity record ended')));
  });
  const ours = await latency(port);
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  const ratio = (ours / bare).toFixed(2);
  say(
    `\nrecorder (full answer, kept)   ${ours.toFixed(3)} ms a request, ${ratio} of a bare node:http server's ${bare.toFixed(3)} ms\n`,
  );
}

/** A client of forty methods, made here, traced as a whole process. */
async function wholeTrace() {
  const project = join(scratch, 'project');
  mkdirSync(join(project, 'contracts/things'), { recursive: true });
  mkdirSync(join(project, 'clients'), { recursive: true });
  mkdirSync(join(project, 'sdk/many'), { recursive: true });
  writeFileSync(
    join(project, 'contracts/api.yaml'),
    'name: Many\nauth: { key: { headers: { Authorization: "Bearer ${secret}" } } }\n',
  );
  const methods = Array.from({ length: METHODS }, (_, index) => index);
  for (const index of methods) writeFileSync(join(project, `contracts/things/act_${index}.yaml`), contract(index));
  writeFileSync(join(project, 'sdk/many/__init__.py'), sdk(methods));
  const client = 'driver: python\nsource: { path: ../sdk }\nconstruct: { call: many.Client, args: ["${base_url}"] }\n';
  writeFileSync(join(project, 'clients/many.yaml'), client);
  const start = performance.now();
  const { code, output } = await run(['trace', 'many'], project);
  const seconds = (performance.now() - start) / 1000;
  const exchanges = /Requests\s+(\d[\d,]*)/.exec(output)?.[1] ?? '?';
  if (code !== 0) throw new Error(output);
  const nothing = await wallOf(['--version'], project);
  say(
    `\ntrace of ${METHODS} methods            ${seconds.toFixed(2)} s, ${exchanges} requests, ${(seconds / nothing).toFixed(0)} times --version\n`,
  );
}

async function wallOf(args, cwd) {
  const start = performance.now();
  await run(args, cwd);
  return (performance.now() - start) / 1000;
}

function run(args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('exit', (code) => resolve({ code, output }));
  });
}

function contract(index) {
  return `summary: Act ${index}.
request: POST /v1/things/{thing_id}/act_${index}
auth: key
fields:
  thing_id: { in: path, schema: { type: string } }
  note: { in: body, schema: { type: [string, "null"] } }
  count: { in: body, schema: { type: integer } }
  tags: { in: body, schema: { type: array, items: { type: string } } }
responses:
  200: { body: { type: object, required: [id], properties: { id: { type: string }, note: { type: string } } } }
`;
}

function sdk(methods) {
  const body = methods.map(
    (index) => `
    def act_${index}(self, thing_id: str, *, note: Optional[str] = None, count: Optional[int] = None, tags: Optional[List[str]] = None):
        return self._send("/v1/things/" + quote(thing_id, safe="") + "/act_${index}", note=note, count=count, tags=tags)
`,
  );
  return `import json
from typing import List, Optional
from urllib.parse import quote, urlsplit
import http.client


class ManyError(Exception):
    """Raised on 4xx and 5xx."""


class Client:
    def __init__(self, base_url):
        self._connection = http.client.HTTPConnection(urlsplit(base_url).netloc)

    def _send(self, path, **fields):
        body = json.dumps({key: value for key, value in fields.items() if value is not None})
        self._connection.request("POST", path, body=body, headers={"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 400:
            raise ManyError(text + str(answer.getheader("Retry-After")))
        return json.loads(text)
${body.join('')}`;
}
