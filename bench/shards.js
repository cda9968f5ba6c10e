// Measures sharded runs against the sandbox. Every request has a fixed latency that simulates a remote server.
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runNode } from './measure.js';

const { values } = parseArgs({
  options: {
    shards: { type: 'string', default: '1,4,16' },
    latency: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
  },
});
const latency = Number(values.latency);
const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.js');
const cwd = mkdtempSync(join(tmpdir(), 'parity-shards-'));
const CONCURRENCY = 8;

try {
  for (const name of ['contracts', 'suites', 'xfails.yaml']) symlinkSync(join(root, name), join(cwd, name));
  const rows = [];
  for (const total of values.shards.split(',').map(Number)) rows.push(await measure(total));
  const [alone] = rows;
  for (const row of rows) {
    const saved = 1 - row.longest / alone.longest;
    const cells = [
      `${row.total} shards`,
      `${row.scenarios} scenarios`,
      `${row.requests} requests`,
      `skew ${row.skew.toFixed(2)}`,
      `longest ${(row.longest / 1000).toFixed(1)} s`,
      `saved ${Math.round(saved * 100)} %`,
      `merge ${Math.round(row.merge)} ms`,
      `judge ${Math.round(row.judge)} ms`,
      row.causes === alone.causes ? 'same causes' : 'OTHER CAUSES',
    ];
    process.stdout.write(`${cells.join('  ')}\n`);
    if (row.causes !== alone.causes) process.exitCode = 1;
  }
} finally {
  rmSync(cwd, { recursive: true, force: true });
}

async function measure(total) {
  const files = [];
  const shards = [];
  for (let index = 1; index <= total; index++) {
    await run(['run', '--shard', `${index}/${total}`, '--reporter', 'json:reports/findings.json']);
    const file = `shard-${index}.jsonl`;
    renameSync(join(cwd, 'reports/recording.jsonl'), join(cwd, file));
    shards.push(readShard(file));
    files.push(file);
  }
  const merge = await least(['merge', 'merged.jsonl', ...files]);
  const judge = await least(['judge', 'merged.jsonl', '--reporter', 'json:reports/findings.json']);
  const { causes } = JSON.parse(readFileSync(join(cwd, 'reports/findings.json'), 'utf8'));
  const requests = shards.map((shard) => shard.requests);
  const sum = requests.reduce((a, b) => a + b, 0);
  return {
    total,
    scenarios: range(shards.map(({ scenarios }) => scenarios)),
    requests: range(requests),
    skew: Math.max(...requests) / (sum / total),
    longest: Math.max(...shards.map(({ ms }) => ms)),
    causes: causes.map(({ id }) => id).join(),
    ...{ merge, judge },
  };
}

/** Adds the latency of a simulated remote server to the measured duration. */
function readShard(file) {
  const entries = readFileSync(join(cwd, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const requests = entries.filter(({ kind }) => kind === 'exchange').length;
  const took = entries.find(({ kind }) => kind === 'end')?.durationMs ?? 0;
  const scenarios = entries.filter(({ kind }) => kind === 'scenario').length;
  return { requests, scenarios, ms: took + (requests * latency) / CONCURRENCY };
}

async function least(args) {
  const times = [];
  for (let round = 0; round < Number(values.rounds); round++) times.push(await run(args));
  return Math.min(...times);
}

/** Returns the duration even if the command ends with findings. */
async function run(args) {
  const script = `const { spawnSync } = require('node:child_process'); const { status, stderr } = spawnSync(process.execPath, ${JSON.stringify([cli, ...args])}, { stdio: ['ignore', 'ignore', 'pipe'] }); if (![0, 1, 4].includes(status)) throw new Error(String(stderr));`;
  return (await runNode({ args: ['-e', script], cwd })).ms;
}

function range(numbers) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least}–${most}`;
}
