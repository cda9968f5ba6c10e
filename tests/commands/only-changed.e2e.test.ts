import { execFileSync } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

let root: string;

beforeEach(async () => {
  root = await writeProject({
    'suites/reading.yaml':
      'scenarios: { unknown: { steps: [{ id: read, call: things.get, with: { thing_id: x }, expect: { status: 404 } }] } }\n',
  });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-q', '-m', 'start');
});

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: root });
}

const list = () =>
  command(['run', '--only-changed', '--list', '--json', '--probes', 'none', '--target', 'http://127.0.0.1:9'], {
    cwd: root,
  });

async function listed(): Promise<readonly string[]> {
  const { stdout } = await list();
  const plan = JSON.parse(stdout) as { suites: { scenarios: { address: string }[] }[] };
  return plan.suites.flatMap(({ scenarios }) => scenarios.map(({ address }) => address));
}

describe('--only-changed', () => {
  it('has nothing to run if no contract changed, which is not a failure', async () => {
    const { exitCode, stderr } = await list();
    expect(exitCode).toBe(0);
    expect(stderr).toContain('no contract has changed since HEAD');
  });

  it('runs the scenarios that call an operation whose contract changed', async () => {
    await appendFile(join(root, 'contracts/things/delete.yaml'), 'note: new\n');
    expect(await listed()).toEqual(['things/life']);
  });

  it('follows a change of a shared schema to the operations that use it', async () => {
    const file = join(root, 'contracts/schemas/thing.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('name: { type: string }', 'name: { type: string, maxLength: 9 }'),
    );
    expect(await listed()).toEqual(['reading/unknown', 'things/life']);
  });

  it('explains an invalid revision', async () => {
    const { exitCode, stderr } = await command(['run', '--only-changed', 'no-such-branch'], { cwd: root });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no revision "no-such-branch"');
  });
});
