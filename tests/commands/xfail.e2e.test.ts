import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { command, ownProject } from '../helpers/command.ts';

const FIRE = ['run', '--probes', 'none', '-g', '/^fire\\/(same-key|exit-criteria)/'];
const WITH_DEFECT = [...FIRE, '--defect', 'fire-idempotency-not-persisted'];
const WORDS = ['--owner', 'sdk', '--reason', 'The column is not migrated yet.', '--expires', '2026-12-01'];
const TODAY = '2026-11-22T12:00:00Z';

// Each test runs the sandbox several times. This takes long on a slow machine.
vi.setConfig({ testTimeout: 300_000 });

let root: string;

beforeEach(async () => {
  root = await ownProject();
  await writeFile(join(root, 'xfails.yaml'), '# Accepted for now.\n[]\n');
});

const parity = (...args: readonly string[]) => command(args, { cwd: root, today: TODAY });
const ledger = () => readFile(join(root, 'xfails.yaml'), 'utf8');

describe('parity xfail', () => {
  it('accepts the causes of a run, so that the next run passes and lists entries that expire soon, by owner', async () => {
    expect((await parity(...WITH_DEFECT)).exitCode).toBe(1);
    const accepted = await parity('xfail', ...WORDS);
    expect([accepted.exitCode, accepted.stderr]).toEqual([0, '']);
    expect(await ledger()).toMatch(
      /^# Accepted for now\.\nformat: 1\nentries:\n {2}- where: sandbox\n {4}cause: value-mismatch\/.+\n {4}step: fire\/same-key-replays\/second\n {4}places:\n {6}- cues\.fire.*\n {4}reason: .+\n {4}owner: sdk\n/,
    );
    const again = await parity(...WITH_DEFECT);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatch(/Ledger, by owner\n {2}sdk\n {4}expires 2026-12-01 {2}value-mismatch\//);
  });

  it('writes nothing twice', async () => {
    await parity(...WITH_DEFECT);
    await parity('xfail', ...WORDS);
    const before = await ledger();
    expect((await parity('xfail', ...WORDS)).stdout).toContain(
      'nothing to accept: the ledger already excuses every error in',
    );
    expect(await ledger()).toBe(before);
  });

  it('rejects a cause that the run did not find, and an entry without an owner', async () => {
    await parity(...WITH_DEFECT);
    const unknown = await parity('xfail', '--cause', 'server-error/none', ...WORDS);
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('has no cause "server-error/none"'),
    ]);
    const ownerless = await parity('xfail', '--reason', 'so', '--expires', '2026-12-01');
    expect([ownerless.exitCode, ownerless.stderr]).toEqual([2, expect.stringContaining('--owner is missing')]);
    const past = await parity('xfail', '--owner', 'sdk', '--reason', 'so', '--expires', '2026-11-21');
    expect([past.exitCode, past.stderr]).toEqual([2, expect.stringContaining('(expires) must not be in the past')]);
    expect(await ledger()).toBe('# Accepted for now.\n[]\n');
  });

  it('rejects findings of another version of wireparity, and says how to write them again', async () => {
    await writeFile(join(root, 'old.json'), '{"version":0,"findings":[]}');
    const { exitCode, stderr } = await parity('xfail', '--from', 'old.json', ...WORDS);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('old.json is not a findings.json of version 1: at version');
    expect(stderr).toContain('Run `parity judge RECORDING` to write the file again');
  });
});

describe('a baseline', () => {
  it('distinguishes new, known and gone causes', async () => {
    await parity(...WITH_DEFECT, '--reporter', 'json:before.json');
    const same = await parity(...WITH_DEFECT, '--baseline', 'before.json');
    expect(same.stdout).toContain('Causes against before.json: 0 new, 1 known, 0 gone\n');
    const repaired = await parity(...FIRE, '--baseline', 'before.json');
    expect(repaired.stdout).toMatch(
      /Causes against before\.json: 0 new, 0 known, 1 gone\n {2}gone {7}value-mismatch\//,
    );
  });

  it('counts a cause as gone only if a step that showed it ran again', async () => {
    await parity(...WITH_DEFECT, '--reporter', 'json:before.json');
    const narrow = ['run', '--probes', 'none', '-g', '/^fire\\/exit-criteria/', '--baseline', 'before.json'];
    expect((await parity(...narrow)).stdout).toContain('0 gone, 1 not tried');
  });
});
