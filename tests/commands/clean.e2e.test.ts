import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/recording/journal.ts';
import { createRedactor } from '../../src/recording/redaction/create-redactor.ts';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { serve } from '../run/servers.ts';
import { deletions, things } from '../run/things.ts';

const ENV = { PARITY_MAIN_KEY: 'key-for-main-only' };
const JOURNAL = 'reports/abc123.journal.jsonl';

function thing(id: string, more: object = { as: 'main' }) {
  return { madeBy: 's/a/made', operation: 'things.delete', with: { thing_id: id }, reason: 'the run ended', ...more };
}

/** Creates a project with the journal of a killed run against the target `local`. */
async function leftBy(origin: string, left: readonly object[], made = origin): Promise<string> {
  const root = await writeProject({ 'parity.config.yaml': `targets:\n  local: { url: "${origin}" }\n` });
  const child = spawn(process.execPath, ['-e', '0']);
  await new Promise((resolve) => child.once('exit', resolve));
  const start = { journal: 1, run: 'abc123', target: { name: 'local', origin: made }, pid: child.pid };
  const lines = [
    { ...start, host: hostname(), began: '1' },
    ...left.map((each, key) => ({ key: `${key}`, left: each })),
  ];
  await mkdir(join(root, 'reports'), { recursive: true });
  await writeFile(join(root, JOURNAL), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return root;
}

describe('parity clean', () => {
  it('removes the items of a killed run, the newest item first, and then its journal', async () => {
    const server = await serve(things());
    const root = await leftBy(server.origin, [thing('a'), thing('b')]);
    const { exitCode, stdout } = await command(['clean'], { cwd: root, env: ENV });
    expect(deletions(server.seen)).toEqual(['/things/b', '/things/a']);
    expect(stdout).toContain('removed  things.delete {"thing_id":"a"}');
    expect([exitCode, existsSync(join(root, JOURNAL))]).toEqual([0, false]);
  });

  it('lists items without a known removal, keeps the journal and ends with 3', async () => {
    const server = await serve(things());
    const root = await leftBy(server.origin, [thing('a', {})]);
    const { exitCode, stdout } = await command(['clean'], { cwd: root, env: ENV });
    expect(server.seen).toEqual([]);
    expect(stdout).toMatch(
      /^left {5}things\.delete \{"thing_id":"a"\}: .*Remove the item by hand, then delete .*abc123/m,
    );
    expect([exitCode, existsSync(join(root, JOURNAL))]).toEqual([3, true]);
  });

  it('keeps items that the server does not remove in the journal', async () => {
    const server = await serve((_, response) => void response.writeHead(403).end());
    const root = await leftBy(server.origin, [thing('a')]);
    const { exitCode, stdout } = await command(['clean'], { cwd: root, env: ENV });
    expect(stdout).toContain('left     things.delete {"thing_id":"a"}');
    expect([exitCode, existsSync(join(root, JOURNAL))]).toEqual([3, true]);
  });

  it.each([
    ['with --dry-run', ['--dry-run'], 'run abc123 left 1 item behind on local'],
    ['for another target', ['--target', 'sandbox'], 'No run has left a resource behind on sandbox.'],
  ])('sends nothing %s', async (_, flags, said) => {
    const server = await serve(things());
    const root = await leftBy(server.origin, [thing('a')]);
    const { exitCode, stdout } = await command(['clean', ...flags], { cwd: root, env: ENV });
    expect(stdout).toContain(said);
    expect(server.seen).toEqual([]);
    expect([exitCode, existsSync(join(root, JOURNAL))]).toEqual([0, true]);
  });

  it("sends nothing to a target whose address differs from the run's", async () => {
    const server = await serve(things());
    const root = await leftBy(server.origin, [thing('a')], 'http://127.0.0.1:9');
    const { exitCode, stderr } = await command(['clean'], { cwd: root, env: ENV });
    expect(stderr).toContain(
      `created items on http://127.0.0.1:9, but the address of the target is now ${server.origin}`,
    );
    expect(server.seen).toEqual([]);
    expect(exitCode).toBe(2);
  });

  it('does not remove items of a run that is in progress', async () => {
    const server = await serve(things());
    const root = await leftBy(server.origin, []);
    const redactor = createRedactor({ values: new Map(), patterns: [], fields: [], salt: 's' });
    const target = { name: 'local', origin: server.origin };
    const journal = openJournal(join(root, 'reports'), { run: 'going', target }, redactor);
    journal.note('a', thing('a'));
    expect(await command(['clean'], { cwd: root, env: ENV })).toMatchObject({
      exitCode: 0,
      stdout: 'No run has left a resource behind.\n',
    });
    expect(server.seen).toEqual([]);
    journal.close(false);
  });
});
