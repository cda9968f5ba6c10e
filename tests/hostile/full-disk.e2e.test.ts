import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command, REPOSITORY } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { startRawServer } from './raw-server.ts';
import { KEY } from './run-on.ts';

const ENV = { PARITY_MAIN_KEY: KEY };
const REPORTS_IN_A_FILE = { 'parity.config.yaml': 'reports: taken/reports\n', taken: 'a file, not a folder' };

const MAKES_AND_READS = `summary: Leaves the removal to the clean-up.
scenarios:
  one:
    steps:
      - { id: made, call: things.create, with: { name: a } }
      - { id: read, call: things.get, with: { thing_id: "\${made.id}" }, repeat: 20 }
`;

describe('an output that cannot be written', () => {
  it('a recording folder below a file is reported before anything is called', async () => {
    const server = await startRawServer();
    const root = await writeProject(REPORTS_IN_A_FILE);
    const { exitCode, stderr } = await command(['run', '--target', server.url, '--probes', 'none'], {
      cwd: root,
      env: ENV,
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`cannot write ${join(root, 'taken/reports/recording.jsonl')}: ENOTDIR`);
    expect(stderr).toContain('Choose a writable folder.');
    expect(server.heads).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'a recording on a full disk ends the run, after removing what was created',
    async () => {
      const server = await startRawServer();
      const root = await writeProject({ 'suites/things.yaml': MAKES_AND_READS });
      const { exitCode, stderr } = await runWithRoomFor(4, ['run', '--target', server.url, '--probes', 'none'], root);
      expect(exitCode, stderr).toBe(3);
      expect(stderr).toMatch(/cannot write .*recording\.jsonl\S*: EFBIG/);
      expect(stderr).toContain('Free some disk space, or choose another folder');
      expect(made(server.heads)).toBe(1);
      expect(removed(server.heads)).toBe(1);
    },
  );

  it.runIf(existsSync('/dev/full'))('a report on a full disk is an environment error after the clean-up', async () => {
    const server = await startRawServer();
    const root = await writeProject({ 'suites/things.yaml': MAKES_AND_READS });
    const args = ['run', '--target', server.url, '--probes', 'none', '--reporter', 'junit:/dev/full'];
    const { exitCode, stderr } = await command(args, { cwd: root, env: ENV });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('cannot write /dev/full: the disk is full');
    expect(stderr).toContain('Choose a writable folder, or free some space.');
    expect(made(server.heads)).toBe(1);
    expect(removed(server.heads)).toBe(1);
    expect(await readdir(join(root, 'reports'))).toContain('recording.jsonl');
    expect(await readFile(join(root, 'reports/recording.jsonl'), 'utf8')).toContain('"kind":"end"');
  });

  it.runIf(existsSync('/dev/full'))('a step summary on a full disk is an environment error too', async () => {
    const server = await startRawServer();
    const root = await writeProject();
    const env = { ...ENV, GITHUB_STEP_SUMMARY: '/dev/full' };
    const { exitCode, stderr } = await command(['run', '--target', server.url, '--probes', 'none'], { cwd: root, env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('cannot write /dev/full: the disk is full');
  });
});

/** Simulates a full disk: the process of parity may write only this many KiB to a file. */
async function runWithRoomFor(
  kib: number,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const limited = `trap '' XFSZ; ulimit -f ${kib}; exec "$0" "$@"`;
  const cli = join(REPOSITORY, 'dist/cli.js');
  const child = spawn('bash', ['-c', limited, process.execPath, cli, ...args], {
    cwd,
    env: { ...ENV, PATH: process.env.PATH },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const [exitCode] = (await once(child, 'close')) as [number | null]; // safe cast: the first argument of the event `close` is the exit code
  return { exitCode, stderr };
}

function made(heads: readonly string[]): number {
  return heads.filter((head) => head.startsWith('POST')).length;
}

function removed(heads: readonly string[]): number {
  return heads.filter((head) => head.startsWith('DELETE')).length;
}
