import { spawn } from 'node:child_process';
import process from 'node:process';

/**
 * Runs a node command, and throws if its exit code is not 0.
 * @param {{ args: string[], cwd?: string, env?: Record<string, string> }} job arguments of node
 * @returns {Promise<{ ms: number, output: string }>} milliseconds of the whole process, and its stdout
 */
export function runNode({ args, cwd, env }) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - started;
      if (code === 0) resolve({ ms, output: texts.stdout });
      else
        reject(
          new Error(`exit code ${code} of node ${args.join(' ')}\n${texts.stdout}\n${texts.stderr}`.slice(0, 4000)),
        );
    });
  });
}

/**
 * Runs all jobs in turn, once to warm up and then in each round, so that other load affects all jobs equally.
 * @param {Record<string, object>} jobs name → job; `read` takes the figure from the output instead of the clock
 * @returns {Promise<Record<string, { min: number, median: number }>>} milliseconds
 */
export async function interleave(jobs, rounds) {
  const times = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, job] of Object.entries(jobs)) {
      const { ms, output } = await runNode(job);
      if (round > 0) times[name].push(job.read === undefined ? ms : job.read(output));
    }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, summary(list)]));
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}
