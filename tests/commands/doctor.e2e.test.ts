import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';

const CONFIG = `targets:
  staging: { url: "http://things.test", actors: { main: { key: { env: STAGING_KEY } } } }
  local: { command: [things-server], url: "http://127.0.0.1:4000" }
`;
const CLIENT = `driver: python
source: { path: ../sdk }
construct: { call: things.Client }
`;

const project = () => writeProject({ 'parity.config.yaml': CONFIG, 'clients/sdk.yaml': CLIENT, 'sdk/things.py': '' });

async function pathWith(root: string, ...programs: readonly string[]): Promise<string> {
  await mkdir(join(root, 'bin'));
  for (const each of programs) await symlink('/bin/true', join(root, 'bin', each));
  return join(root, 'bin');
}

describe('parity doctor', () => {
  it('lists what is missing, with the command that installs it', async () => {
    const cwd = await project();
    const PATH = await pathWith(cwd, 'apt-get');
    const { exitCode, stdout } = await command(['doctor'], { cwd, env: { PATH } });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/missing {2}git .*is not installed[^\n]*\n\s+sudo apt-get install -y git\n/);
    expect(stdout).toMatch(/missing {2}target staging +[^\n]*STAGING_KEY[^\n]*\n\s+export STAGING_KEY=/);
    expect(stdout).toMatch(/missing {2}target local +the command starts things-server/);
    expect(stdout).toMatch(
      /missing {2}client sdk +python3 is not installed\n\s+sudo apt-get install -y python3 python3-venv\n/,
    );
    expect(stdout).toMatch(/\n5 things missing\n$/);
  });

  it('reports nothing missing if everything is present', async () => {
    const cwd = await project();
    const PATH = await pathWith(cwd, 'git', 'python3', 'things-server');
    const env = { PATH, STAGING_KEY: 'key', PARITY_MAIN_KEY: 'key' };
    expect(await command(['doctor'], { cwd, env })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('nothing is missing'),
    });
  });

  it('names the command that lists mistakes in data files, and prints JSON', async () => {
    const cwd = await writeProject({ 'suites/things.yaml': 'scenarios: 1\n' });
    const { stdout } = await command(['doctor', '--json'], { cwd, env: { PATH: await pathWith(cwd, 'git') } });
    expect(JSON.parse(stdout).checkups).toContainEqual(
      expect.objectContaining({ subject: 'data files', state: 'missing', fix: 'parity check' }),
    );
  });
});
