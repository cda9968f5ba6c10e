import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { judge, run, trace } from '../src/index.ts';
import { command, ownProject } from './helpers/command.ts';

const FIRE = {
  grep: '/^fire\\/unknown/',
  probes: 'none',
  defect: ['fire-unknown-fields-ignored'],
  runId: 'same',
} as const;
const FIRE_FLAGS = ['-g', FIRE.grep, '--probes', 'none', '--defect', FIRE.defect[0], '--run-id', 'same'];

let cwd: string;

beforeEach(async () => {
  cwd = await ownProject();
});

const findings = async () => JSON.parse(await readFile(join(cwd, 'reports/findings.json'), 'utf8'));

/** Keeps only `id` and `count`, because some other members depend on the clock. */
const causesOf = ({ causes }: { readonly causes: readonly { readonly id: string; readonly count?: number }[] }) =>
  causes.map(({ id, count }) => ({ id, count }));

describe('the library', () => {
  it('returns the verdict, the causes and the exit code that the command gives', async () => {
    const { verdict, exitCode, plan } = await run({ cwd, ...FIRE });
    const { exitCode: expected } = await command(['run', ...FIRE_FLAGS], { cwd });
    const { causes, counts } = await findings();
    expect(exitCode).toBe(expected);
    expect(verdict?.counts).toEqual(counts);
    expect(verdict === undefined ? [] : causesOf(verdict)).toEqual(causesOf({ causes }));
    expect(causes).not.toEqual([]);
    expect(plan.scenarios).toHaveLength(verdict?.scenarios.length ?? 0);
  });

  it('prints nothing and writes findings.json only, unless a reporter is named', async () => {
    let printed = '';
    const onOutput = (text: string) => {
      printed += text;
    };
    await run({ cwd, ...FIRE, onOutput });
    expect(printed).toBe('');
    expect((await findings()).exitCode).toBe(1);
    await run({ cwd, ...FIRE, onOutput, reporter: ['junit'] });
    expect(printed).toContain('<testsuites');
  });

  it('judges a recording again with the same verdict', async () => {
    const { verdict } = await run({ cwd, ...FIRE });
    expect((await judge('reports/recording.jsonl', { cwd })).verdict.causes).toEqual(verdict?.causes);
  });

  it('returns the plan and calls nothing with `list`', async () => {
    const { plan, verdict } = await run({ cwd, ...FIRE, list: true });
    expect(plan.scenarios.map(({ suite }) => suite)).toContain('fire');
    expect(verdict).toBeUndefined();
  });

  it('runs only the scenarios whose addresses are given', async () => {
    const { plan } = await run({ cwd, ...FIRE, list: true });
    const addresses = plan.scenarios.slice(0, 1).map(({ address }) => address);
    const { verdict } = await run({ cwd, ...FIRE, addresses });
    expect(verdict?.scenarios.map(({ address }) => address)).toEqual(addresses);
  });

  it('throws what the command would print, with its code, hint and exit code', async () => {
    await expect(run({ cwd, target: 'sandbx' })).rejects.toMatchObject({
      code: 'target-unknown',
      exitCode: 2,
      hint: 'Did you mean "sandbox"?',
    });
    await expect(trace({ cwd, clients: ['nobody'] })).rejects.toMatchObject({ code: 'client-unknown' });
  });

  it('cleans up and ends a run when its signal is aborted', async () => {
    const { exitCode } = await run({ cwd, ...FIRE, signal: AbortSignal.abort() });
    expect(exitCode).not.toBe(0);
  });
});
