import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageData } from '../../src/model/page-data.ts';
import { command, ownProject } from '../helpers/command.ts';

const RUN = ['run', '--probes', 'none', '-g', '/^(fire\\/(unknown|every)|workers\\/)/', '--reporter', 'html'];

let root: string;

beforeEach(async () => {
  root = await ownProject();
});

const run = () => command([...RUN, '--defect', 'fire-unknown-fields-ignored'], { cwd: root });

/** Reads the data from the HTML file of a report in the same way as a browser. */
async function dataOf(file: string): Promise<PageData> {
  const html = await readFile(join(root, file), 'utf8');
  return JSON.parse(/id="data">(.*)<\/script>/.exec(html)?.[1] ?? '');
}

describe('--reporter html', () => {
  it('writes the page to the reports folder, with the exchanges and contracts of its causes', async () => {
    expect((await run()).exitCode).toBe(1);
    const { causes, exchanges, contracts, operations } = await dataOf('reports/report.html');
    const [cause] = causes;
    expect(exchanges[cause?.evidence.exchange ?? '']?.request[0]).toMatch(/^POST \/v1\/cues\/.*\/fire$/);
    expect(contracts['cues.fire']?.file).toBe('contracts/cues/fire.yaml');
    const fire = operations.find(({ id }) => id === 'cues.fire');
    expect(fire?.statuses.find(({ status }) => status === 200)?.count).toBeGreaterThan(0);
  });
});

describe('parity report', () => {
  it('shows the contracts and the observations in one matrix', async () => {
    await run();
    const { exitCode, stderr } = await command(['report'], { cwd: root });
    expect([exitCode, stderr]).toEqual([0, 'wrote reports/report.html: open it with `parity open`\n']);
    const { matrix, subjects, trend } = await dataOf('reports/report.html');
    expect(matrix?.sources).toEqual(['contract', 'observed:recording']);
    expect(subjects.map(({ name }) => name)).toEqual(['sandbox']);
    expect(trend).toEqual([]);
  });

  it('shows the last of several runs, its new causes, and the trend', async () => {
    await run();
    const findings = JSON.parse(await readFile(join(root, 'reports/findings.json'), 'utf8'));
    await writeFile(join(root, 'before.json'), JSON.stringify({ ...findings, causes: [], findings: [] }));
    const args = ['report', 'before.json', 'reports/findings.json', '-o', 'out/page.html'];
    expect((await command(args, { cwd: root })).exitCode).toBe(0);
    const { causes, trend, subjects } = await dataOf('out/page.html');
    expect(subjects[0]).toMatchObject({ name: 'sandbox', fine: false });
    expect(causes.map(({ news }) => news)).toEqual(causes.map(() => 'new'));
    expect(trend[0]?.runs.map(({ label, errors }) => [label, errors])).toEqual([
      ['before.json', 0],
      ['reports/findings.json', causes.length],
    ]);
  });

  it('says what to do if nothing was recorded', async () => {
    const { exitCode, stderr } = await command(['report'], { cwd: root });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('`parity run` records a server');
  });

  it('does not overwrite a data file', async () => {
    const { exitCode, stderr } = await command(['report', '-o', 'xfails.yaml'], { cwd: root });
    expect([exitCode, stderr.includes('must not be overwritten by a report')]).toEqual([2, true]);
  });
});

describe('parity open', () => {
  beforeEach(async () => {
    await mkdir(join(root, 'reports'));
    await writeFile(join(root, 'reports/report.html'), '<!doctype html>');
  });

  it('starts the browser with the address of the page', async () => {
    const { exitCode, stderr } = await command(['open'], { cwd: root, env: { BROWSER: 'true' } });
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it("prints the page's address if there is no browser", async () => {
    const { exitCode, stderr } = await command(['open'], { cwd: root, env: { BROWSER: 'no-such-browser' } });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/open file:\/\/.*\/reports\/report\.html/);
  });

  it('names the command that writes a missing page', async () => {
    const { exitCode, stderr } = await command(['open', 'other.html'], { cwd: root });
    expect([exitCode, stderr]).toEqual([
      2,
      'parity: there is no file other.html\n  Run `parity report` to write the page.\n',
    ]);
  });
});
