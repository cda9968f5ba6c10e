import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { command, type FindingsFile, ownProject } from '../helpers/command.ts';

const SUITES = '/^(fire\\/unknown|workers\\/)/';
const RUN = [
  'run',
  '--probes',
  'none',
  '-g',
  SUITES,
  '--defect',
  'fire-unknown-fields-ignored',
  '--defect',
  'envelope-key-renamed',
];

let root: string;

beforeEach(async () => {
  root = await ownProject();
});

const reportFile = (name: string) => readFile(join(root, 'reports', name), 'utf8');

describe('a recording', () => {
  it('is judged to the same verdict, byte for byte, without a target', async () => {
    const first = await command(RUN, { cwd: root });
    const [findings, junit] = [await reportFile('findings.json'), await reportFile('junit.xml')];
    await copyFile(join(root, 'reports/recording.jsonl'), join(root, 'kept.jsonl'));
    const again = await command(['judge', 'kept.jsonl'], { cwd: root });
    expect(again.exitCode).toBe(first.exitCode);
    expect(again.stdout).toBe(first.stdout);
    expect(await reportFile('findings.json')).toBe(findings);
    expect(await reportFile('junit.xml')).toBe(junit);
  });

  it('of three merged shards has the verdict of a whole run', async () => {
    await command(RUN, { cwd: root });
    const whole = JSON.parse(await reportFile('findings.json')) as FindingsFile;
    for (const shard of [1, 2, 3]) {
      await command([...RUN, '--shard', `${shard}/3`], { cwd: root });
      await copyFile(join(root, 'reports/recording.jsonl'), join(root, `${shard}.jsonl`));
    }
    expect((await command(['merge', 'all.jsonl', '1.jsonl', '2.jsonl', '3.jsonl'], { cwd: root })).exitCode).toBe(0);
    const { exitCode } = await command(['judge', 'all.jsonl'], { cwd: root });
    const merged = JSON.parse(await reportFile('findings.json')) as FindingsFile;
    expect(exitCode).toBe(whole.exitCode);
    expect(verdictOf(merged)).toEqual(verdictOf(whole));
    expect(verdictOf(whole).findings.length).toBeGreaterThan(1);
  });

  it.each([
    ['that does not exist', 'nothing.jsonl', undefined, 'there is no file'],
    ['that is none', 'junk.jsonl', 'hello\n', 'junk.jsonl:1'],
    ['that is empty', 'empty.jsonl', '', 'is empty'],
  ])('%s is a usage error', async (_title, file, text, message) => {
    const { writeFile } = await import('node:fs/promises');
    if (text !== undefined) await writeFile(join(root, file), text);
    const { exitCode, stderr } = await command(['judge', file], { cwd: root });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

/** Durations and made-up ids are left out, because they differ in each run. */
function verdictOf(report: FindingsFile) {
  return {
    counts: report.counts,
    scenarios: report.scenarios.map(({ address, outcome }) => ({ address, outcome })),
    findings: report.findings.map(({ address, kind, operation, fingerprint }) => ({
      address,
      kind,
      operation,
      fingerprint,
    })),
  };
}
