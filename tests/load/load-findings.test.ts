import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readSelection } from '../../src/app/run/selection.ts';
import { loadFindings, loadVerdict } from '../../src/load/load-findings.ts';
import { reportJson } from '../../src/report/json.ts';
import { aStep, verdictOn } from '../gate/builders.ts';
import { OPTIONS, outputOf } from '../report/verdicts.ts';

async function aReport(reported = verdict): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-findings-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'findings.json'), outputOf(reportJson(reported, OPTIONS)));
  return folder;
}

const verdict = verdictOn(
  Array.from({ length: 130 }, (_, n) => [aStep({ address: `notes/n${n}/get`, findings: [{}] })]),
);

it('reads every scenario and step of a report, including those of a group', async () => {
  const folder = await aReport();
  const { scenarios } = await loadVerdict(folder, 'findings.json');
  const shown = (all: typeof scenarios) =>
    all
      .flatMap(({ address, outcome, steps }) => [`${address} ${outcome}`, ...steps.map((step) => step.address)])
      .sort();
  expect(shown(scenarios)).toEqual(shown(verdict.scenarios));
});

it('gives a cause its first finding again', async () => {
  const folder = await aReport(
    verdictOn([
      [aStep({ address: 'notes/a/get', operation: 'notes.get', findings: [{ cause: 'value-mismatch/all' }] })],
      [aStep({ address: 'notes/b/list', operation: 'notes.list', findings: [{ cause: 'value-mismatch/all' }] })],
    ]),
  );
  const { causes } = await loadVerdict(folder, 'findings.json');
  expect(causes.map(({ first }) => first)).toMatchObject([{ address: 'notes/a/get', operation: 'notes.get' }]);
});

it('selects every scenario that failed in the last run, including those of a group', async () => {
  const folder = await aReport();
  const { only } = await readSelection({ lastFailed: true }, folder);
  expect(only?.size).toBe(130);
});

it.each([
  ['a text', 'how to start\nsecond line\n', 'it starts with "how to start"'],
  ['a recording', '{"kind":"run"}\n{"kind":"end"}\n', 'it starts with'],
  ['an empty file', '', 'it is empty'],
])('says which file is needed if it gets %s', async (_title, text, start) => {
  const folder = await aReport();
  await writeFile(join(folder, 'other.txt'), text);
  await expect(loadFindings(folder, 'other.txt')).rejects.toMatchObject({
    code: 'findings-unreadable',
    message: expect.stringContaining(`other.txt is not JSON: ${start}`),
    hint: expect.stringContaining('Give the path of a findings.json that a run'),
  });
});
