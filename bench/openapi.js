import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

// Measures how long `parity diff` and two public tools take to compare large OpenAPI documents.

const DOCUMENTS = ['@octokit/openapi@19.1.0', '@octokit/openapi@23.0.2'];
const PEERS = [
  {
    name: 'api-smart-diff',
    package: 'api-smart-diff@1.0.6',
    args: [join(import.meta.dirname, 'peers/api-smart-diff.js')],
  },
  { name: 'openapi-diff', package: 'openapi-diff@0.24.1', script: 'openapi-diff/bin/openapi-diff' },
];
/** Milliseconds after which a tool is killed. */
const PATIENCE_MS = 120_000;
const SIZES = [250, 500, 1000, 2000];

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
const cli = join(import.meta.dirname, '../dist/cli.js');
const cache = join(tmpdir(), 'wireparity-bench-peers');
const scratch = mkdtempSync(join(tmpdir(), 'parity-bench-openapi-'));
const say = (text) => void process.stdout.write(text);

try {
  say(`node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, ${rounds} rounds\n\n`);
  const failed = [await besidePeers(), await growth()].includes(false);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function besidePeers() {
  const files = DOCUMENTS.map((spec) => join(install(spec), '@octokit/openapi/generated/api.github.com.json'));
  const ours = await least([cli, 'diff', 'openapi', ...files]);
  say(`parity diff openapi, 1,030 and 1,223 operations: ${ours.toFixed(0)} ms\n`);
  let fastest = Number.POSITIVE_INFINITY;
  for (const peer of PEERS) {
    const modules = install(peer.package);
    const script = peer.args ?? [join(modules, peer.script)];
    const took = await once([...script, ...files], { PEER_MODULES: modules });
    fastest = Math.min(fastest, took);
    const shown = took >= PATIENCE_MS ? `not done after ${PATIENCE_MS / 1000} s` : `${took.toFixed(0)} ms`;
    say(`${peer.name}: ${shown}, ${(took / ours).toFixed(1)} × ours\n`);
  }
  return verdict('times as fast as the fastest peer', fastest / ours, (value) => value >= 2, '≥ 2');
}

/** Compares the time per operation of the smallest and the largest document. The start-up time does not count. */
async function growth() {
  const start = await least([cli, '--help']);
  const times = [];
  for (const size of SIZES) {
    const files = [0, 1].map((version) => {
      const file = join(scratch, `${size}-${version}.json`);
      writeFileSync(file, JSON.stringify(synthetic(size, version)));
      return file;
    });
    times.push((await least([cli, 'diff', 'openapi', ...files])) - start);
    say(`${size} operations: ${times.at(-1).toFixed(0)} ms more than --help\n`);
  }
  const ratio = times.at(-1) / times[0] / (SIZES.at(-1) / SIZES[0]);
  return verdict(
    'growth from 250 to 2,000 operations, relative to linear growth',
    ratio,
    (value) => value <= 1.2,
    '≤ 1.2',
  );
}

function verdict(what, value, holds, wanted) {
  say(`${what}: ${value.toFixed(2)} (wanted ${wanted}) ${holds(value) ? 'ok' : 'MISSED'}\n\n`);
  return holds(value);
}

function synthetic(operations, version) {
  const paths = {};
  const schemas = {};
  for (let n = 0; n < operations; n++) {
    const properties = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`member_${at}`, { type: at % 3 === version ? 'integer' : 'string' }]),
    );
    schemas[`Thing${n}`] = { type: 'object', properties };
    const content = { 'application/json': { schema: { $ref: `#/components/schemas/Thing${n}` } } };
    paths[`/things${n + (n % 10 === 0 ? version : 0) * operations}/{id}`] = {
      post: { operationId: `make${n}`, requestBody: { content }, responses: { 200: { description: 'ok', content } } },
    };
  }
  return { openapi: '3.1.0', info: { title: 'Synthetic', version: String(version) }, paths, components: { schemas } };
}

async function least(args) {
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await once(args));
  return Math.min(...times);
}

/** Returns the duration of a whole process in milliseconds, even if the process fails. */
function once(args, env = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(performance.now() - started);
    });
  });
}

/** Installs a tool outside the repository, where later runs find it again. */
function install(spec) {
  const folder = join(cache, spec.replaceAll(/[^a-z0-9.]+/g, '-'));
  const modules = join(folder, 'node_modules');
  if (existsSync(join(folder, 'done'))) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags, spec], { cwd: folder, stdio: 'inherit', timeout: 300_000 });
  writeFileSync(join(folder, 'done'), '');
  return modules;
}
