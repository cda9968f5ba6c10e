import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { reportJson } from '../../src/report/json.ts';
import { anEntry, aStep, verdictOn } from '../gate/builders.ts';
import { deadVerdict, HOSTILE, hostileVerdict, mixedVerdict, OPTIONS, outputOf } from './verdicts.ts';

describe('the JSON report', () => {
  it('is readable', async () => {
    await expect(outputOf(reportJson(mixedVerdict(), OPTIONS))).toMatchFileSnapshot('fixtures/json/mixed.json');
  });

  it('does not depend on the order of the scenarios', () => {
    const scenarios = ['a', 'b', 'c'].map((name) => [aStep({ address: `notes/${name}/get`, findings: [{}] })]);
    const bytes = outputOf(reportJson(verdictOn(scenarios), OPTIONS));
    expect(outputOf(reportJson(verdictOn([...scenarios].reverse()), OPTIONS))).toBe(bytes);
  });

  it('keeps every value unchanged', () => {
    const { findings } = JSON.parse(outputOf(reportJson(hostileVerdict(), OPTIONS)));
    expect(findings[0].observed).toBe(HOSTILE);
  });

  it('contains no character that a terminal or the GitHub runner interprets', () => {
    const output = outputOf(reportJson(hostileVerdict(), OPTIONS));
    expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}|##\[/u);
    expect(output).not.toMatch(/^\s*::/m);
  });

  it('contains the requests that show a finding', () => {
    const verdict = verdictOn([[aStep({ findings: [{ reproduction: ['curl a', 'curl b'] }] })]]);
    expect(JSON.parse(outputOf(reportJson(verdict, OPTIONS))).findings[0].reproduction).toEqual(['curl a', 'curl b']);
  });

  it('reports that a run did not reach its end', () => {
    expect(JSON.parse(outputOf(reportJson(deadVerdict(), OPTIONS)))).toMatchObject({
      version: 1,
      end: null,
      exitCode: 3,
    });
  });

  it('lists a hundred scenarios that differ only in their addresses, and groups the others', () => {
    const alike = Array.from({ length: 250 }, (_, n) => [aStep({ address: `notes/n${n}/get`, findings: [{}] })]);
    const other = [aStep({ address: 'notes/z/get', findings: [{ field: '/id' }] })];
    const report = JSON.parse(outputOf(reportJson(verdictOn([...alike, other]), OPTIONS)));
    expect(report.scenarios.map(({ address }: { address: string }) => address)).toHaveLength(101);
    expect(report.scenarios.at(-1).address).toBe('notes/z');
    expect(report.alike).toMatchObject([
      { suite: 'notes', outcome: 'failed', steps: [{ address: '/get', findings: ['value-mismatch notes.get /text'] }] },
    ]);
    expect(report.alike[0].addresses).toHaveLength(150);
    expect(report.findings).toHaveLength(101);
  });

  it('lists at most a hundred excused findings per cause, each with the step that shows it', () => {
    const steps = Array.from({ length: 120 }, (_, n) => aStep({ address: `notes/n${n}/get`, findings: [{}] }));
    const shared = steps[0]?.findings ?? [];
    const verdict = verdictOn(
      steps.map((step) => [{ ...step, findings: shared }]),
      [anEntry({ place: { operation: 'notes.get' } })],
    );
    const { excused } = JSON.parse(outputOf(reportJson(verdict, OPTIONS)));
    expect(new Set(excused.map(({ finding }: { finding: Finding }) => finding.address)).size).toBe(100);
  });
});
