import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { interleave, runNode } from './measure.js';
import { installPeers, peerJob } from './peers.js';
import { makeRepeatedSuite, makeSteps, makeSuite } from './steps.js';
import { renderProcesses, renderTargets } from './tables.js';
import { makeProject, openWorkbench } from './workbench.js';

const CONCURRENCY = 32;
/** With this many steps, start-up and warm-up hardly change the result. */
const MANY = 30_000;
const JUDGED = 10_000;
const MOST = 100_000;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
const say = (text) => void process.stdout.write(text);

const bench = await openWorkbench();
try {
  process.exitCode = await main();
} finally {
  bench.close();
}

async function main() {
  say(`node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, ${rounds} rounds\n`);
  const peers = installPeers(say);
  const processes = await interleave(processJobs(peers), rounds);
  say(renderProcesses(processes, peers));
  const bulk = await interleave(await bulkJobs(), rounds);
  const memory = await judgeMemory();
  const { text, missed } = renderTargets({ processes, peers, bulk, memory, calls: MANY, judged: JUDGED });
  say(text);
  return missed === 0 ? 0 : 1;
}

function processJobs(peers) {
  const { env, cli, scratch, server } = bench;
  const jobs = { 'node -e 0': { args: ['-e', '0'], env }, 'parity --version': { args: [cli, '--version'], env } };
  for (const count of [1, 100]) {
    const steps = makeSteps(count);
    const cwd = makeProject(join(scratch, `parity-${count}`), makeSuite(steps));
    jobs[`parity ${count}`] = { args: runArgs(), cwd, env };
    for (const peer of peers) {
      const folder = join(scratch, `${peer.name}-${count}`);
      jobs[`${peer.name} ${count}`] = peerJob(peer, { folder, steps, server, env });
    }
  }
  return jobs;
}

/** Prepares the jobs that measure many calls: through bare undici, in `parity run`, and in `parity judge` of a recording. */
async function bulkJobs() {
  const { env, cli, scratch, server } = bench;
  const one = join(scratch, 'parity-1');
  const cwd = makeProject(join(scratch, 'many'), makeRepeatedSuite(MANY));
  const judged = makeProject(join(scratch, 'judged'), makeRepeatedSuite(JUDGED));
  await runNode({ args: runArgs(), cwd: judged, env });
  const bare = [join(import.meta.dirname, 'bare-undici.js'), server.url, String(MANY), String(CONCURRENCY), server.key];
  return {
    start: { args: runArgs(), cwd: one, env },
    bare: { args: bare, env, read: Number },
    run: { args: runArgs(), cwd, env },
    judge: { args: [cli, 'judge', 'reports/recording.jsonl'], cwd: judged, env },
  };
}

async function judgeMemory() {
  const { env, cli, scratch } = bench;
  const cwd = makeProject(join(scratch, 'most'), makeRepeatedSuite(MOST));
  await runNode({ args: runArgs(), cwd, env });
  const file = join(scratch, 'rss');
  const preload = join(import.meta.dirname, 'report-rss.js');
  const args = ['--import', preload, cli, 'judge', 'reports/recording.jsonl'];
  await runNode({ args, cwd, env: { ...env, BENCH_RSS_FILE: file } });
  return Number(readFileSync(file, 'utf8'));
}

function runArgs() {
  return [bench.cli, 'run', '--target', bench.server.url, '--probes', 'none', '--concurrency', String(CONCURRENCY)];
}
