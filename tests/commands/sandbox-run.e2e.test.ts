import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, type FindingsFile, ownProject, REPOSITORY } from '../helpers/command.ts';

describe('the whole contract against the sandbox', () => {
  // The script `.ci/run` tests the profile `hosted`.
  it('has no finding on the profile core', async () => {
    const root = await ownProject();
    const { exitCode, stdout } = await command(['run', '--probes', 'none', '--profile', 'core'], { cwd: root });
    expect(exitCode, stdout).toBe(0);
    const report = JSON.parse(await readFile(join(root, 'reports/findings.json'), 'utf8')) as FindingsFile;
    expect(report.counts.steps.passed).toBeGreaterThan(1000);
  });

  it('reports the proposed operation as arrived if the sandbox has it', async () => {
    const { writeFile } = await import('node:fs/promises');
    const root = await ownProject();
    await writeFile(
      join(root, 'parity.config.yaml'),
      'targets: { next: { sandbox: true, features: [internal-agents-upsert] } }\n',
    );
    const { stdout, exitCode } = await command(
      ['run', '--target', 'next', '--probes', 'none', '-g', 'internal-agents/'],
      { cwd: root },
    );
    expect(stdout).toMatch(/^XPASS/);
    expect(stdout).toContain('internal_agents.upsert');
    expect(exitCode).toBe(0);
  });
});

describe('parity check', () => {
  it('counts at least 75 operations, no error, and no operation without a scenario', async () => {
    const { stdout, exitCode } = await command(['check', '--json'], { cwd: REPOSITORY });
    const { operations, errors, warnings } = JSON.parse(stdout) as {
      operations: number;
      errors: number;
      warnings: number;
    };
    expect(operations).toBeGreaterThanOrEqual(75);
    expect({ errors, warnings, exitCode }).toEqual({ errors: 0, warnings: 0, exitCode: 0 });
  });
});
