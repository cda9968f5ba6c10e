import { fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

// Checks guarantees of docs/reference/safety.md with many runs against a failing server. A third of the runs is killed.
const { values: flags } = parseArgs({ options: { seconds: { type: 'string', default: '600' } } });
const CLI = join(import.meta.dirname, '../dist/cli.js');
const CONCURRENCY = 8;

const SCENARIOS = 60;
const scenario = (index) => `  s${index}:
    steps:
      - { id: made, call: things.create, with: { name: "\${run.id} soak/s${index}/made" } }
      - { id: read, call: things.get, with: { thing_id: "\${made.id}" } }
      - { id: extra, call: things.create, with: { name: "\${run.id} soak/s${index}/extra" } }
      - { id: gone, call: things.delete, with: { thing_id: "\${made.id}" } }
`;
const THING = '{ type: object, required: [id, name], properties: { id: { type: string }, name: { type: string } } }';
const ID = 'fields: { thing_id: { in: path, schema: { type: string } } }';

function projectFiles(origin) {
  return {
    'parity.config.yaml': `targets:\n  local: { url: "${origin}", timeout: 1s, concurrency: ${CONCURRENCY}, retries: 2 }\n`,
    'contracts/api.yaml': 'name: Things\n',
    'contracts/things/create.yaml': `summary: Make.\nrequest: POST /things\nauth: none\nfields: { name: { in: body, required: true, schema: { type: string } } }\nresponses: { 201: { body: ${THING} } }\nyields: { thing_id: /id }\ncleanup: things.delete\n`,
    'contracts/things/get.yaml': `summary: Read.\nrequest: GET /things/{thing_id}\nauth: none\n${ID}\nresponses: { 200: { body: ${THING} }, 404: {} }\n`,
    'contracts/things/delete.yaml': `summary: Remove.\nrequest: DELETE /things/{thing_id}\nauth: none\n${ID}\nresponses: { 204: { body: none }, 404: {} }\n`,
    'suites/soak.yaml': `summary: Things that come and go.\nscenarios:\n${Array.from({ length: SCENARIOS }, (_, index) => scenario(index)).join('')}`,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'wireparity-soak-'));
const server = fork(join(import.meta.dirname, 'soak-server.js'));
const { port } = await nextMessage();
for (const [file, text] of Object.entries(projectFiles(`http://127.0.0.1:${port}`))) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const broken = [];
const figures = { runs: 0, killed: 0, restarts: 0, requests: 0, inFlight: 0, mayExist: 0, removed: 0, exits: {} };
const peaks = [];
/** Ids of items that may remain on the server. */
const excused = new Set();
const deadline = Date.now() + Number(flags.seconds) * 1000;
try {
  while (Date.now() < deadline) await oneRound(`soak${++figures.runs}`);
  checkMemory();
  if (figures.mayExist + figures.removed === 0) broken.push('no request was sent, so nothing was tested');
} finally {
  server.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify({ ...figures, peakMb: spread(peaks), broken: broken.length }, null, 2)}\n`);
for (const each of broken.slice(0, 20)) process.stdout.write(`broken: ${each}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;

async function oneRound(run) {
  const isKilled = figures.runs % 3 === 0;
  server.send({ calm: false });
  const ended = await parity(['run', '--target', 'local', '--probes', 'none', '--run-id', run], {
    killAfterMs: isKilled ? 600 + Math.random() * 2500 : undefined,
    restart: figures.runs % 4 === 1,
  });
  if (ended.signal === null) peaks.push(ended.peakMb);
  const how = ended.signal ?? ended.code;
  figures.exits[how] = (figures.exits[how] ?? 0) + 1;
  if (![0, 1, 3, 'SIGKILL'].includes(how)) broken.push(`${run}: ended with ${how}: ${ended.text.slice(-500)}`);
  if (ended.signal !== null) figures.killed += 1;
  server.send({ calm: true });
  const { seen, things } = await ask();
  const recording = recordingOf(run);
  if (recording.length === 0 && seen.length > CONCURRENCY) broken.push(`${run}: no recording`);
  checkRecorded(run, { seen, recording, ended });
  checkNamed(run, { things, recording });
  if (ended.signal === null) return;
  const cleaned = await parity(['clean'], {});
  figures.removed += cleaned.text.split('\n').filter((line) => line.startsWith('removed')).length;
  const after = await ask();
  checkNamed(run, { things: after.things, recording, isCleaned: true });
}

/** The recording of a killed run still has a temporary name. */
function recordingOf(run) {
  const part = `reports/recording.jsonl.${run}.part`;
  if (existsSync(join(folder, part))) return readLines(part);
  const complete = readLines('reports/recording.jsonl');
  return complete[0]?.run === run ? complete : [];
}

/** The recording must contain every request. If the run was killed, the last requests may be missing. */
function checkRecorded(run, { seen, recording, ended }) {
  const counts = new Map();
  for (const { kind, request } of recording) {
    if (kind !== 'exchange') continue;
    const key = requestKey(request.method, request.target, request.body?.text ?? '');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  figures.requests += seen.length;
  const missing = [];
  for (const { method, target, body } of seen) {
    const key = requestKey(method, target, body);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    if (left <= 0) missing.push(key);
  }
  if (ended.signal !== null && missing.length <= CONCURRENCY) figures.inFlight += missing.length;
  else broken.push(...missing.map((key) => `${run}: not recorded: ${key}`));
}

function requestKey(method, target, body) {
  return `${method} ${target} ${body}`;
}

/** Every created item, or the request for it, must appear in the recording or in the journal. */
function checkNamed(run, { things, recording, isCleaned = false }) {
  const journal = journalOf(run);
  const end = recording.findLast(({ kind }) => kind === 'end');
  const listed = [...journal.values(), ...(end?.leftovers ?? [])];
  const ids = new Set(listed.map((each) => each.with?.thing_id));
  const makers = new Set(listed.filter((each) => each.with?.thing_id === undefined).map((each) => each.madeBy));
  for (const { id, name } of things.filter((thing) => thing.name.startsWith(`parity-${run}-`))) {
    if (makers.has(name.slice(name.indexOf(' ') + 1))) {
      if (!excused.has(id)) figures.mayExist += 1;
      excused.add(id);
    } else if (isCleaned) broken.push(`${run}: ${id} (${name}) still exists after parity clean`);
    else if (!ids.has(id)) broken.push(`${run}: neither the recording nor the journal contains ${id} (${name})`);
  }
}

function journalOf(run) {
  const left = new Map();
  for (const { key, left: noted } of readLines(`reports/${run}.journal.jsonl`))
    if (noted === undefined) left.delete(key);
    else left.set(key, noted);
  return left;
}

function readLines(file) {
  if (!existsSync(join(folder, file))) return [];
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return []; // the last line of a killed run may be incomplete
      }
    });
}

/** Checks that the last third of the runs needs at most a quarter more peak memory than the first third. */
function checkMemory() {
  const third = Math.floor(peaks.length / 3);
  if (third < 2) return;
  const [first, last] = [median(peaks.slice(0, third)), median(peaks.slice(-third))];
  if (last > first * 1.25) broken.push(`memory grew from ${first} to ${last} MB`);
}

function spread(numbers) {
  return { first: numbers[0], median: median(numbers), last: numbers.at(-1), most: Math.max(...numbers) };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

async function parity(args, { killAfterMs, restart }) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env: { PATH, HOME } });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => (text = (text + piece).slice(-100_000)));
  let peakMb = 0;
  const watch = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid))), 100);
  if (restart) setTimeout(() => server.send({ restart: port }), 1200);
  if (restart) figures.restarts += 1;
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code, signal] = await new Promise((resolve) => child.once('close', (...ended) => resolve(ended)));
  clearInterval(watch);
  if (restart) await wait(700); // meanwhile, the server starts to listen again
  return { code, signal, text, peakMb };
}

function peakOf(pid) {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0; // /proc has no file for a process that has ended
  }
}

function nextMessage(isWanted = () => true) {
  return new Promise((resolve) => {
    const listener = (message) => {
      if (!isWanted(message)) return;
      server.off('message', listener);
      resolve(message);
    };
    server.on('message', listener);
  });
}

function ask() {
  const told = nextMessage((message) => message.seen !== undefined);
  server.send({ tell: true });
  return told;
}
