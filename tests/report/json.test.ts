import { describe, expect, it } from 'vitest';
import { reportJson } from '../../src/report/json.ts';
import { aStep, verdictOn } from '../gate/builders.ts';
import { deadVerdict, HOSTILE, hostileVerdict, mixedVerdict, OPTIONS, outputOf } from './verdicts.ts';

describe('the JSON report', () => {
  it('reads well', async () => {
    await expect(outputOf(reportJson(mixedVerdict(), OPTIONS))).toMatchFileSnapshot('fixtures/json/mixed.json');
  });

  it('is the same bytes for the same recording, whatever order it came in', () => {
    const scenarios = ['a', 'b', 'c'].map((name) => [aStep({ address: `notes/${name}/get`, findings: [{}] })]);
    const bytes = outputOf(reportJson(verdictOn(scenarios), OPTIONS));
    expect(outputOf(reportJson(verdictOn([...scenarios].reverse()), OPTIONS))).toBe(bytes);
  });

  it('keeps every value as it was', () => {
    const { findings } = JSON.parse(outputOf(reportJson(hostileVerdict(), OPTIONS)));
    expect(findings[0].observed).toBe(HOSTILE);
  });

  it('holds no character that a terminal or the GitHub runner acts on', () => {
    const output = outputOf(reportJson(hostileVerdict(), OPTIONS));
    expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}|##\[/u);
    expect(output).not.toMatch(/^\s*::/m);
  });

  it('holds the requests that show a finding', () => {
    const verdict = verdictOn([[aStep({ findings: [{ reproduction: ['curl a', 'curl b'] }] })]]);
    expect(JSON.parse(outputOf(reportJson(verdict, OPTIONS))).findings[0].reproduction).toEqual(['curl a', 'curl b']);
  });

  it('says that a run died', () => {
    expect(JSON.parse(outputOf(reportJson(deadVerdict(), OPTIONS)))).toMatchObject({
      version: 1,
      end: null,
      exitCode: 3,
    });
  });
});
