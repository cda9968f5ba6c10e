import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { command, type FindingsFile, ownProject } from '../helpers/command.ts';

const STEP = 'fire/same-key-replays/second';

const ENTRY = `- where: sandbox
  step: ${STEP}
  kind: value-mismatch
  reason: Replay returns a new execution; the column may not be migrated yet.
  ref: "backlog: verify fire idempotency"
  owner: sdk
  expires: 2027-01-31
  strict: false
`;

const FIRE = ['run', '--probes', 'none', '-g', '/^fire\\/(same-key|exit-criteria)/'];
const WITH_DEFECT = [...FIRE, '--defect', 'fire-idempotency-not-persisted'];
const TODAY = '2026-11-22T12:00:00Z';

// Each test runs the sandbox several times. This takes long on a slow machine.
vi.setConfig({ testTimeout: 300_000 });

let root: string;

beforeEach(async () => {
  root = await ownProject();
});

async function run(
  args: readonly string[],
  ledger: string,
): Promise<Awaited<ReturnType<typeof command>> & { readonly report: FindingsFile }> {
  await writeFile(join(root, 'xfails.yaml'), ledger);
  const result = await command(args, { cwd: root, today: TODAY, env: { GITHUB_ACTIONS: 'true' } });
  return { ...result, report: JSON.parse(await readFile(join(root, 'reports/findings.json'), 'utf8')) as FindingsFile };
}

describe('an accepted finding', () => {
  it('lets the run pass with one xfailed step while the defect lasts', async () => {
    const { exitCode, stdout, report } = await run(WITH_DEFECT, ENTRY);
    expect(exitCode).toBe(0);
    expect(report.counts.steps.xfailed).toBe(1);
    expect(report.counts.steps.failed).toBe(0);
    expect(stdout).toContain('XFAILED');
  });

  it('fails the run with exactly this finding if there is no entry', async () => {
    const { exitCode, report } = await run(WITH_DEFECT, '[]\n');
    expect(exitCode).toBe(1);
    expect(report.findings.map(({ address, kind, operation }) => ({ address, kind, operation }))).toEqual([
      { address: STEP, kind: 'value-mismatch', operation: 'cues.fire' },
    ]);
  });

  it('does not excuse the failure of another step', async () => {
    const { exitCode, report } = await run([...WITH_DEFECT, '--defect', 'exit-criteria-as-object'], ENTRY);
    expect(exitCode).toBe(1);
    expect(report.counts.steps.xfailed).toBe(1);
    expect(report.findings.map(({ address }) => address)).toContain('fire/exit-criteria-as-list/two');
  });

  it('is an xpass when the defect is gone: in the terminal, in JUnit, in JSON and as a warning on GitHub', async () => {
    const { exitCode, stdout, report } = await run(FIRE, ENTRY);
    expect(exitCode).toBe(0);
    const terminal = stdout.slice(stdout.search(/^XPASS/m));
    expect(terminal.split('\n')[0]).toMatch(/^XPASS/);
    expect(stdout).toMatch(/^::warning .*xfails\.yaml/m);
    expect(report.xpasses.map(({ address }) => address)).toEqual([STEP]);
    const junit = await readFile(join(root, 'reports/junit.xml'), 'utf8');
    expect(/<testsuite [^>]*name="([^"]*)"/.exec(junit)?.[1]).toBe('xpass');
  });

  it('is an xpass that fails a strict run with exit code 4', async () => {
    const { exitCode } = await run([...FIRE, '--strict-xpass'], ENTRY);
    expect(exitCode).toBe(4);
  });

  it.each([
    ['an expired entry', ENTRY.replace('2027-01-31', '2026-11-21'), WITH_DEFECT, 'expired'],
    ['a misspelt step', ENTRY.replace('second', 'secnd'), FIRE, 'did you mean'],
    ['a misspelt target', ENTRY.replace('where: sandbox', 'where: sandbx'), FIRE, 'did you mean'],
    ['the same entry twice', ENTRY + ENTRY, WITH_DEFECT, 'duplicate'],
  ])('%s ends with exit code 4 and names file and line', async (_title, ledger, args, word) => {
    const { exitCode, stdout } = await run(args, ledger);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/xfails\.yaml:\d+:\d+/);
    expect(stdout.toLowerCase()).toContain(word);
  });

  it.each([
    ['acme', 0],
    ['acmee', 4],
  ])('for the client %s ends a run against a target with exit code %i', async (where, exitCode) => {
    await mkdir(join(root, 'clients'));
    await writeFile(join(root, 'clients/acme.yaml'), 'driver: mcp\nsource: { path: . }\ncommand: [acme]\n');
    expect((await run(FIRE, ENTRY.replace('where: sandbox', `where: ${where}`))).exitCode).toBe(exitCode);
  });

  it('with a kind that does not exist ends with exit code 4 before anything runs', async () => {
    await writeFile(join(root, 'xfails.yaml'), ENTRY.replace('value-mismatch', 'value-mismach'));
    const { exitCode, stderr } = await command(FIRE, { cwd: root, today: TODAY });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('xfails.yaml:3:9');
    expect(stderr).toContain('did you mean "value-mismatch"?');
  });
});
