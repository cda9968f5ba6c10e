import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { openLines } from './line-driver.js';

// Measures the calls per second through the drivers, the latency of the recorder, and the duration of whole traces.

const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.js');
const scratch = join(tmpdir(), `parity-bench-clients-${process.pid}`);
const CALLS = 1500;
/** A command line client may start a process for each call, so only this many calls are measured. */
const COMMANDS = 60;
const CLIENTS = join(root, 'tests/fixtures/clients');
const COMMAND = ['python3', '-m', 'acme_cli'];
const REQUESTS = 3000;
const SIZES = [100, 1000];
/** The source code of these real clients is in folders beside this repository. */
const REAL = ['cueapi-python', 'cueapi-cli'];
/** This Python program runs a command and prints the command's wall time, processor time and largest memory. */
const MEASURE = `
import resource, subprocess, sys, time
start = time.time()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.write(done.stdout.decode(errors="replace"))
print("\\nmeasured %f %f %d %d" % (time.time() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode))
`;
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

/** Starts a server for comparison with the recorder. Both run in processes of their own. */
async function openBare() {
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(Number(text))));
  return { port, close: () => void child.kill() };
}

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

/** Measures the calls per second through each driver, and without a driver. */
async function drivers({ port }) {
  const baseUrl = `http://127.0.0.1:${port}`;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const bare = await rate(CALLS, () => get(port, agent));
  agent.destroy();
  const env = { ...process.env, ACME_API_KEY: 'k', ACME_BASE_URL: baseUrl };
  const alone = await rate(COMMANDS, () =>
    run('python3', [...COMMAND.slice(1), 'cues', 'list'], join(CLIENTS, 'cli'), env),
  );
  say(`bare node:http client          ${bare.toFixed(0)} calls/s\n`);
  say(`bare start of a command        ${alone.toFixed(1)} calls/s\n`);
  const python = { call: 'acme.Client', args: ['k'], kwargs: { base_url: baseUrl } };
  const node = { call: 'Client', args: [], kwargs: { apiKey: 'k', baseUrl } };
  const [py, command] = [['python3', join(root, 'dist/drivers/python')], driver('command')];
  for (const [name, program, request, loop] of [
    ['python', py, { source: 'python', construct: python, method: 'cues.list', calls: CALLS }, bare],
    ['node', driver('node'), { source: 'typescript', construct: node, method: 'cues.list', calls: CALLS }, bare],
    ['mcp', driver('mcp'), { source: 'mcp', command: ['node', 'server.js'], method: 'cues_list', calls: CALLS }, bare],
    ['command', command, { source: 'cli', command: COMMAND, method: 'cues.list', calls: COMMANDS }, alone],
  ]) {
    const own = await callRate(program, request, env);
    say(`${name.padEnd(8)}driver                ${own.toFixed(0)} calls/s, ${(own / loop).toFixed(2)} of bare\n`);
  }
}

function driver(name) {
  return [process.execPath, join(root, `dist/drivers/${name}.js`)];
}

async function rate(calls, make) {
  const start = performance.now();
  for (let index = 0; index < calls; index++) await make();
  return calls / ((performance.now() - start) / 1000);
}

async function callRate(program, { source, construct = null, command = [], method, calls }, env) {
  const lines = openLines(program, env);
  const started = { do: 'start', protocol: 2, source: join(CLIENTS, source), construct, command };
  const reply = await lines.ask({ ...started, functions: [], ignore: [], table: null });
  if (reply.error) throw new Error(reply.error.message);
  const call = { do: 'call', method, arguments: {}, timeoutMs: 5000 };
  for (let index = 0; index < calls / 15; index++) await lines.ask(call);
  const own = await rate(calls, () => lines.ask(call));
  lines.end();
  return own;
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
    `\nrecorder (full response, recorded)   ${ours.toFixed(3)} ms per request, ${ratio} of a bare node:http server's ${bare.toFixed(3)} ms\n`,
  );
}

async function wholeTrace() {
  say('\n');
  const used = [];
  for (const size of SIZES) {
    const project = join(scratch, `project-${size}`);
    writeProject(project, size);
    used.push(await traced('many', project, `trace of ${size} methods`));
  }
  const [few, many] = used;
  const growth = (of) => (many[of] / few[of]).toFixed(1);
  say(
    `${SIZES[1] / SIZES[0]} times the methods           ${growth('wall')} times the wall time, ${growth('cpu')} the processor time, ${growth('memory')} the memory\n`,
  );
  for (const client of REAL) if (existsSync(join(root, '..', client))) await traced(client, root, `trace of ${client}`);
}

async function traced(client, project, title) {
  const { output } = await run('python3', ['-c', MEASURE, process.execPath, cli, 'trace', client], project);
  const [, wall = 0, cpu = 0, memory = 0, code = 70] = (/measured (\S+) (\S+) (\S+) (\d+)/.exec(output) ?? []).map(
    Number,
  );
  if (code > 1) throw new Error(output);
  const exchanges = /Requests\s+(\d[\d,]*)/.exec(output)?.[1] ?? '?';
  say(
    `${title.padEnd(30)} ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor time, ${(memory / 1024).toFixed(0)} MiB, ${exchanges} requests\n`,
  );
  return { wall, cpu, memory };
}

function writeProject(project, size) {
  mkdirSync(join(project, 'contracts/things'), { recursive: true });
  mkdirSync(join(project, 'clients'), { recursive: true });
  mkdirSync(join(project, 'sdk/many'), { recursive: true });
  writeFileSync(
    join(project, 'contracts/api.yaml'),
    'name: Many\nauth: { key: { headers: { Authorization: "Bearer ${secret}" } } }\n',
  );
  const methods = Array.from({ length: size }, (_, index) => index);
  for (const index of methods) writeFileSync(join(project, `contracts/things/act_${index}.yaml`), contract(index));
  writeFileSync(join(project, 'sdk/many/__init__.py'), sdk(methods));
  const client = 'driver: python\nsource: { path: ../sdk }\nconstruct: { call: many.Client, args: ["${base_url}"] }\n';
  writeFileSync(join(project, 'clients/many.yaml'), client);
}

function run(program, args, cwd, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env });
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
        self._connection.request("POST", path, body=body, headers={"Content-Type": "application/json", "Authorization": "Bearer k"})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 400:
            raise ManyError(text + str(answer.getheader("Retry-After")))
        return json.loads(text)
${body.join('')}`;
}
