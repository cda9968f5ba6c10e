import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, ownProject, REPOSITORY } from '../helpers/command.ts';
import { edited, writeProject } from '../helpers/project.ts';

describe('a usage error', () => {
  it.each([
    [['rnu'], 2, 'Did you mean run?'],
    [['run', '--tarket', 'x'], 2, 'Did you mean --target?'],
    [['run', '--target', 'sandbx'], 2, 'Did you mean "sandbox"?'],
    [['run', '--target', 'http://127.0.0.1:9'], 3, 'to accept a connection'],
    [['run', '--target', 'http://user:pw@127.0.0.1:9'], 2, 'without user and password'],
    [['run', '--target', 'http://127.0.0.1:9/?tenant=a'], 2, 'without a query'],
    [['run', '--profile', 'corr'], 2, 'hosted, core'],
    [['run', '--defect', 'wrong-eror-code'], 2, 'wrong-error-code'],
    [['run', '-o', 'cues.frie'], 2, 'Did you mean "cues.fire"?'],
    [['run', '--shard', '4/3'], 2, 'i from 1 to n'],
    [['run', '--timeout', 'soon'], 2, 'must be a duration'],
    [['run', '--probes', 'some'], 2, 'none, quick, full'],
    [['run', '-g', '/(/'], 2, 'regular expression'],
    [['run', '--reporter', 'junitt'], 2, 'terminal, json, junit, ctrf, sarif, markdown, github, html'],
    [['run', '--last-failed', '-c', 'other.yaml'], 2, 'other.yaml'],
    [['explain', 'value-mismach'], 2, 'Did you mean "value-mismatch"?'],
    [['sandbox', '--profile', 'cor'], 2, 'hosted and core'],
    [['trace', '--reporter', 'junitt'], 2, 'terminal, json, junit, ctrf, sarif, markdown, github, html'],
    [['judge'], 2, "missing required argument 'recording'"],
    [['sandbox', '--port', '65536'], 2, 'must be a port, 0 to 65535'],
    [['export', 'openapi', '--out', 'package.json/x.json'], 3, 'cannot write package.json/x.json'],
  ])('%j ends with exit code %i and says %j', async (args, exitCode, message) => {
    const result = await command(args, { cwd: REPOSITORY });
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toBe('');
  });

  it.each([
    'run',
    'trace',
    'gate --client x',
    'manifest',
    'audit',
    'judge x.jsonl',
    'xfail',
    'record',
    'clean',
    'check',
  ])('parity %s in a folder without a project points to parity init in one line', async (line) => {
    const cwd = await mkdtemp(join(tmpdir(), 'parity-'));
    const { exitCode, stderr } = await command(line.split(' '), { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('parity: there are no contracts in contracts/: run `parity init` to create a project here\n');
  });

  it('an unreadable file is named', async () => {
    const root = await writeProject({});
    await mkdir(join(root, 'xfails.yaml'));
    expect(await command(['check'], { cwd: root })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('cannot read xfails.yaml: the path is a folder\n  Every file of the project'),
    });
  });

  it('a selection without scenarios is not a success', async () => {
    const { exitCode, stdout } = await command(['run', '-g', 'no-such-scenario'], { cwd: await ownProject() });
    expect(exitCode).toBe(5);
    expect(stdout).toContain('nothing ran');
  });

  it('all mistakes of the data files are listed at once', async () => {
    const root = await writeProject({
      ...edited('contracts/things/get.yaml', 'summary:', 'sumary:'),
      ...edited('suites/things.yaml', 'things.create', 'things.creat'),
    });
    const { exitCode, stderr } = await command(['run'], { cwd: root });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('contracts/things/get.yaml:1:1');
    expect(stderr).toContain('suites/things.yaml:5:27');
  });
});

describe('help', () => {
  it.each([
    [[]],
    [['init']],
    [['run']],
    [['watch']],
    [['trace']],
    [['gate']],
    [['manifest']],
    [['audit']],
    [['judge']],
    [['replay']],
    [['report']],
    [['open']],
    [['record']],
    [['capture']],
    [['receive']],
    [['merge']],
    [['check']],
    [['doctor']],
    [['sandbox']],
    [['explain']],
    [['config']],
    [['schema']],
    [['completion']],
  ])('of %j is unchanged', async (args: readonly string[]) => {
    const { exitCode, stdout } = await command([...args, '--help'], { cwd: REPOSITORY });
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`help/${args[0] ?? 'parity'}.txt`);
  });
});
