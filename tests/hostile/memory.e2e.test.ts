import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { startRawServer } from './raw-server.ts';
import { hostileSuite, KEY, readReports } from './run-on.ts';
import { BEHAVIORS, type BehaviorName } from './servers.ts';

const CLI = join(REPOSITORY, 'dist/cli.js');
/** The limit of V8's heap in megabytes. The servers send more data than this. */
const HEAP_MB = 128;
/** The memory limit of the whole process in megabytes. */
const MOST_MB = 400;

interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly peakMb: number;
}

/** A suite of eight concurrent scenarios. Each scenario receives the hostile response. */
function crowdedSuite(): string {
  const step = '{ id: bad, call: things.get, with: { thing_id: hostile } }';
  const names = ['b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const more = names.map((name) => `  hostile-${name}:\n    steps:\n      - ${step}\n`);
  return hostileSuite() + more.join('');
}

async function runProcess(root: string, url: string): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, CLI, 'run', '--target', url, '--probes', 'none', '--timeout', '10s'],
    { cwd: root, env: { PATH: process.env.PATH, PARITY_MAIN_KEY: KEY } },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child));
  }, 20);
  const [code] = (await once(child, 'close')) as [number | null]; // safe cast: the first argument of the event `close` is the exit code
  clearInterval(timer);
  return { code, said, peakMb };
}

/** Returns the peak memory of a process, or 0 if the operating system does not provide it. */
function peakOf({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

describe('memory stays bounded', () => {
  it.each<[BehaviorName, string]>([
    ['hundredMegabytes', 'body-too-large: the body is longer than 16777216 bytes'],
    ['endless', 'body-too-large: the body is longer than 16777216 bytes'],
    ['gzipBomb', 'body-too-large: the decoded body is longer than 16777216 bytes'],
  ])('under %s, eight times at once', async (name, words) => {
    const server = await startRawServer(BEHAVIORS[name]);
    const root = await writeProject({ 'suites/things.yaml': crowdedSuite() });
    const { code, said, peakMb } = await runProcess(root, server.url);
    expect(code, said).toBe(1);
    expect(said).toContain(words);
    expect(peakMb).toBeLessThan(MOST_MB);
    const { findings, outcomes } = await readReports(root, said);
    expect(findings.findings.map(({ kind }) => kind)).toEqual(Array(8).fill('no-response'));
    expect(outcomes).toMatchObject({ 'things/alive': 'passed', 'things/well': 'passed', 'things/hostile': 'failed' });
  });
});
