import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkReportFiles } from '../../src/app/reports/write-reports.ts';

type Parameters = globalThis.Parameters<typeof checkReportFiles>;

let root: string;
const check = (file: string) => {
  const config = {
    contracts: 'contracts',
    suites: 'suites',
    clients: 'clients',
    xfails: 'xfails.yaml',
    reports: 'reports',
  };
  const workspace = { root, config: { ...config, at: { file: 'parity.config.yaml' } } } as Parameters[1]; // safe cast: `checkReportFiles` reads only these members
  return checkReportFiles({ reporter: [`json:${file}`] }, workspace, { cwd: root } as Parameters[2]); // safe cast: `checkReportFiles` reads only these members
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'parity-reports-'));
  for (const folder of ['contracts/things', 'reports']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'contracts/api.yaml'), '');
  symlinkSync(join(root, 'contracts/api.yaml'), join(root, 'reports/link.json'));
  symlinkSync(join(root, 'contracts'), join(root, 'elsewhere'));
});

describe('the file of a report', () => {
  it.each([
    'contracts/api.yaml',
    './reports/../contracts/api.yaml',
    'contracts/things/new.yaml',
    'suites/a.yaml',
    'clients/a.surface.yaml',
    'xfails.yaml',
    'parity.config.yaml',
    'parity-manifest.json',
    'reports/recording.jsonl',
    'reports/acme.trace.jsonl',
    'reports/link.json',
    'elsewhere/new.json',
  ])('is not %s', async (file) => {
    await expect(check(file)).rejects.toMatchObject({ code: 'report-misplaced', exitCode: 2 });
  });

  it.each(['reports/findings.json', 'out/report.json', 'contracts.json', '/dev/stdout'])('may be %s', async (file) => {
    await expect(check(file)).resolves.toBeUndefined();
  });
});
