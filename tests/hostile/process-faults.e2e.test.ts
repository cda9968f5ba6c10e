import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command, REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { startRawServer } from './raw-server.ts';
import { KEY } from './run-on.ts';

const CLI = join(REPOSITORY, 'dist/cli.js');
const ENV = { PARITY_MAIN_KEY: KEY };

const count = (heads: readonly string[], method: string) => heads.filter((head) => head.startsWith(method)).length;

/** Starts `parity` in a shell. The shell can limit the process. */
function start(shell: string, args: readonly string[], cwd: string) {
  const env = { ...ENV, PATH: process.env.PATH };
  const child = spawn('bash', ['-c', `${shell}`, process.execPath, CLI, ...args], { cwd, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, said }));
  return { child, ended };
}

const MAKES_AND_READS = `summary: Leaves the removal to the clean-up.
scenarios:
  one:
    steps:
      - { id: made, call: things.create, with: { name: a } }
      - { id: read, call: things.get, with: { thing_id: "\${made.id}" }, repeat: 3 }
`;

const CROWD = `summary: Many at once.
scenarios:
${Array.from({ length: 40 }, (_, n) => `  s${n}:\n    steps: [{ id: made, call: things.create, with: { name: a } }]\n`).join('')}`;

describe('a run', () => {
  it('that may open few files removes what it created, and writes its reports', async () => {
    const server = await startRawServer();
    const root = await writeProject({ 'suites/things.yaml': CROWD });
    const args = ['run', '--target', server.url, '--probes', 'none', '--concurrency', '40'];
    const { code, said } = await start('ulimit -n 40; exec "$0" "$@"', args, root).ended;
    expect([0, 1, 3], said).toContain(code);
    expect(count(server.heads, 'DELETE')).toBe(count(server.heads, 'POST'));
    expect(existsSync(join(root, 'reports/findings.json')), said).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))(
    'whose output cannot be written reports this, removes what it created and ends with 3',
    async () => {
      const server = await startRawServer();
      const root = await writeProject({ 'suites/things.yaml': MAKES_AND_READS });
      const args = ['run', '--target', server.url, '--probes', 'none'];
      const { code, said } = await start('exec "$0" "$@" > /dev/full', args, root).ended;
      expect(said).toContain('cannot write the output');
      expect(said).not.toMatch(/^ +at .*(?:file|node):/m);
      expect(count(server.heads, 'DELETE')).toBe(count(server.heads, 'POST'));
      expect([code, existsSync(join(root, 'reports/findings.json'))]).toEqual([3, true]);
    },
  );

  it.each([
    '../../outside',
    'a/b',
    '\u001b[2Jx',
    '',
    '.',
    'x'.repeat(300),
  ])('rejects the run id %j, which would not be a valid file name', async (id) => {
    const server = await startRawServer();
    const root = await writeProject();
    const args = ['run', '--target', server.url, '--probes', 'none', '--run-id', id];
    const { exitCode, stderr } = await command(args, { cwd: root, env: ENV });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--run-id');
    expect(server.heads).toEqual([]);
    expect(await readdir(root)).not.toContain('reports');
  });

  it('with an internal error removes what it created, writes its reports and ends with 70', async () => {
    const server = await startRawServer();
    const root = await writeProject({ 'suites/things.yaml': MAKES_AND_READS });
    let isThrown = false;
    const now = () => {
      if (!isThrown && count(server.heads, 'GET') > 0) {
        isThrown = true;
        throw new TypeError('a bug in parity');
      }
      return new Date();
    };
    const args = ['run', '--target', server.url, '--probes', 'none'];
    const { exitCode, stderr } = await command(args, { cwd: root, env: ENV, now });
    expect([isThrown, exitCode]).toEqual([true, 70]);
    expect(stderr).toContain('a bug in parity');
    expect(count(server.heads, 'DELETE')).toBe(1);
    const report: unknown = JSON.parse(await readFile(join(root, 'reports/findings.json'), 'utf8'));
    expect(report).toMatchObject({ exchanges: expect.any(Number), end: { created: 1, removed: 1 } });
    expect(existsSync(join(root, 'reports/junit.xml'))).toBe(true);
  });
});

describe('Ctrl-C', () => {
  it('ends the judging of a long recording', async () => {
    const server = await startRawServer();
    const root = await writeProject();
    await command(['run', '--target', server.url, '--probes', 'none'], { cwd: root, env: ENV });
    const recording = await readFile(join(root, 'reports/recording.jsonl'), 'utf8');
    const [head, ...lines] = recording.trimEnd().split('\n').slice(0, -1);
    const pipe = join(root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { child, ended } = start('exec "$0" "$@"', ['judge', pipe], root);
    const writer = await open(pipe, 'w');
    // The text exceeds the buffer of a pipe, so the command has read a part of it after `write`.
    await writer.write(`${head}\n${`${lines.join('\n')}\n`.repeat(1_000)}`);
    child.kill('SIGINT');
    const { signal, code } = await ended;
    await writer.close();
    expect(signal ?? code).toBe('SIGINT');
  });
});
