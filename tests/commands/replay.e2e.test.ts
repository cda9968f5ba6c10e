import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, REPOSITORY } from '../helpers/command.ts';
import { VALID_PROJECT, writeProject } from '../helpers/project.ts';

const DEFECT = ['--defect', 'fire-key-read-from-header'];
const CAUSE = 'field-misplaced/cues.fire/idempotency_key/header-Idempotency-Key';
let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'parity-replay-'));
  for (const folder of ['contracts', 'suites'])
    await cp(join(REPOSITORY, folder), join(cwd, folder), { recursive: true });
  await command(['run', '-o', 'cues.fire', '-g', 'behavior.cues.fire/', ...DEFECT], { cwd });
});

describe('parity replay', () => {
  it("reports that a cause still fails, with exit code 1, and keeps the run's recording", async () => {
    const before = await readFile(join(cwd, 'reports/recording.jsonl'), 'utf8');
    const { exitCode, stdout } = await command(['replay', CAUSE, ...DEFECT], { cwd });
    expect(stdout).toContain(`${CAUSE}: still fails on sandbox\n`);
    expect(stdout).toContain('  observed   the server reads the field from header Idempotency-Key');
    expect(exitCode).toBe(1);
    expect(await readFile(join(cwd, 'reports/recording.jsonl'), 'utf8')).toBe(before);
  });

  it('reports that a cause no longer fails, with exit code 0', async () => {
    const { exitCode, stdout } = await command(['replay', CAUSE], { cwd });
    expect(stdout).toBe(`${CAUSE}: the cause no longer occurs on sandbox\n`);
    expect(exitCode).toBe(0);
  });

  it('makes the requested number of attempts before it reports that a cause no longer fails', async () => {
    const { stdout } = await command(['replay', CAUSE, '--times', '3'], { cwd });
    expect(stdout).toBe(`${CAUSE}: the cause no longer occurs on sandbox (3 tries)\n`);
  });

  it('suggests the nearest id for a mistyped id', async () => {
    const { exitCode, stderr } = await command(['replay', CAUSE.replace('fire/', 'fir/')], { cwd });
    expect(stderr).toContain(`Did you mean "${CAUSE}"?`);
    expect(exitCode).toBe(2);
  });

  it('ends with exit code 3 if the server is unreachable', async () => {
    const { exitCode, stderr } = await command(['replay', CAUSE, '-t', 'http://127.0.0.1:9'], { cwd });
    expect(stderr).toContain('to accept a connection');
    expect(exitCode).toBe(3);
  });

  it('ends with exit code 5 if the scenario is no longer planned', async () => {
    const report = {
      version: 1,
      run: { target: { name: 'sandbox' } },
      causes: [{ id: 'server-error/x', kind: 'server-error', severity: 'error', count: 1, steps: ['gone/away/step'] }],
      findings: [],
    };
    const root = await writeProject({ ...VALID_PROJECT, 'old.json': JSON.stringify(report) }, {});
    const { exitCode, stderr } = await command(['replay', 'server-error/x', '--from', 'old.json'], { cwd: root });
    expect(stderr).toContain('the scenario that showed the cause no longer exists: gone/away/step');
    expect(exitCode).toBe(5);
  });
});
