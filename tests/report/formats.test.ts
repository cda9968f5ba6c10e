import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { editorSchemas } from '../../src/load/editor-schemas.ts';
import type { GateResult } from '../../src/model/gate-result.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { GATE_REPORTERS } from '../../src/report/gate-reports.ts';
import { REPORTERS, type ReporterName } from '../../src/report/reporters.ts';
import { aFinding, aStep, verdictOn } from '../gate/builders.ts';
import { aGateResult } from './gate-results.ts';
import { findAll, parseXml } from './parse-xml.ts';
import { deadVerdict, greenVerdict, HOSTILE, hostileVerdict, mixedVerdict, OPTIONS, outputOf } from './verdicts.ts';

const VERDICTS: readonly [string, () => Verdict][] = [
  ['a green', greenVerdict],
  ['a mixed', mixedVerdict],
  ['a dead', deadVerdict],
  ['a hostile', hostileVerdict],
  ['an empty', () => verdictOn([])],
];
const AT = { file: 'src/acme/client.py', line: 7 };
const GATE = { tool: 'wireparity 0.1.0', locate: () => AT };

function report(name: ReporterName, verdict: Verdict): string {
  return outputOf(REPORTERS[name](verdict, OPTIONS));
}

function problemsOf(schema: string, document: string): unknown {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(editorSchemas().get(schema) ?? 'false'));
  validate(JSON.parse(document));
  return validate.errors;
}

describe('the published schema', () => {
  it.each(VERDICTS)('of findings.json accepts %s verdict', (_title, make) => {
    expect(problemsOf('findings.json', report('json', make()))).toBeNull();
  });

  it('of findings.json rejects another version, and findings of unknown kinds', () => {
    const document = JSON.parse(report('json', mixedVerdict()));
    expect(problemsOf('findings.json', JSON.stringify({ ...document, version: 2 }))).not.toBeNull();
    const [finding] = document.findings;
    const odd = { ...document, findings: [{ ...finding, kind: 'rumour' }] };
    expect(problemsOf('findings.json', JSON.stringify(odd))).not.toBeNull();
  });

  it("of the gate accepts the gate's output", () => {
    expect(problemsOf('gate.json', GATE_REPORTERS.json(failingGate()))).toBeNull();
  });
});

describe('CTRF', () => {
  it('is readable', async () => {
    await expect(report('ctrf', mixedVerdict())).toMatchFileSnapshot('fixtures/ctrf/mixed.json');
  });

  it.each(VERDICTS)('has the same content as JUnit for %s verdict', (_title, make) => {
    const { summary, tests } = JSON.parse(report('ctrf', make())).results;
    const { attributes } = parseXml(report('junit', make()));
    expect({
      tests: String(summary.tests),
      failed: summary.failed,
      skipped: String(summary.skipped),
    }).toEqual({
      tests: attributes.tests,
      failed: Number(attributes.failures) + Number(attributes.errors),
      skipped: attributes.skipped,
    });
    expect(tests).toHaveLength(summary.tests);
    expect(summary.passed + summary.failed + summary.skipped).toBe(summary.tests);
  });

  it('marks a flaky scenario as passed and flaky, and a blocked one as failed', () => {
    const verdict = verdictOn([
      [aStep({ address: 'notes/a/b', flaky: true })],
      [aStep({ address: 'notes/c/d', state: 'blocked', reason: 'connection refused' })],
    ]);
    const { summary, tests } = JSON.parse(report('ctrf', verdict)).results;
    expect(summary).toMatchObject({ passed: 1, flaky: 1, failed: 1 });
    expect(tests).toMatchObject([
      { status: 'passed', flaky: true },
      { status: 'failed', rawStatus: 'blocked', message: 'connection refused' },
    ]);
  });
});

describe('SARIF', () => {
  it('has a rule for each kind and a location for each finding', () => {
    const { runs }: Log = JSON.parse(report('sarif', mixedVerdict()));
    const [run] = runs;
    const rules = run?.tool.driver.rules?.map(({ id }) => id) ?? [];
    expect(run?.tool.driver).toMatchObject({ name: 'wireparity', version: '0.1.0' });
    for (const { ruleId, locations } of run?.results ?? []) {
      expect(rules).toContain(ruleId);
      expect(locations?.[0]?.physicalLocation).toMatchObject({
        artifactLocation: { uri: expect.stringMatching(/^suites\//) },
        region: { startLine: expect.any(Number) },
      });
    }
    expect(run?.results).toHaveLength(mixedVerdict().findings.length);
  });

  it('contains no link from a server, and no location with a space', () => {
    const verdict = verdictOn([[aStep({ findings: [{ observed: '[click](https://evil.test)' }] })]]);
    const [result] = resultsOf(report('sarif', verdict));
    expect(result?.message.text).toContain('\\[click](https://evil.test)');
    const spaced = GATE_REPORTERS.sarif(aGateResult({ added: [aFinding({})] }), {
      ...GATE,
      locate: () => ({ file: 'my client/a.py', line: 0 }),
    });
    expect(resultsOf(spaced)[0]?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'my%20client/a.py' },
      region: { startLine: 1 },
    });
  });
});

describe("the gate's reports", () => {
  it.each(['junit', 'ctrf'] as const)('in %s fail if the gate fails', (name) => {
    const parts: readonly Partial<GateResult>[] = [
      { added: [aFinding({})] },
      { added: [aFinding({ severity: 'warning' })], strictWarnings: true },
      { contractBacked: [aFinding({})] },
      { versions: ['a says 1, b says 2'] },
      { manifest: ['cues.fire: is stale'] },
      { blocked: [{ method: 'fire', reason: 'it hangs' }] },
      { ledgerProblems: [{ kind: 'expired', at: { file: 'xfails.yaml', line: 1, column: 1 }, message: 'is over' }] },
    ];
    for (const part of parts) expect([part, failures(name, aGateResult(part))]).toEqual([part, 1]);
  });

  it.each(['junit', 'ctrf'] as const)('in %s pass if the gate only lists findings', (name) => {
    const finding = aFinding({});
    const lists = { known: [finding], excused: [finding], comesWith: [finding], unrepeated: [finding] };
    expect(failures(name, aGateResult({ ...lists, added: [aFinding({ severity: 'warning' })] }))).toBe(0);
  });

  it('list the covered operations as passed', () => {
    const cases = findAll(parseXml(GATE_REPORTERS.junit(failingGate(), GATE)), 'testcase');
    expect(cases.map(({ attributes }) => `${attributes.classname} ${attributes.name}`)).toEqual([
      'findings field-misplaced notes.get key',
      'coverage a',
    ]);
    expect(cases[0]?.attributes).toMatchObject({ file: AT.file, line: '7' });
  });
});

describe('text from a server', () => {
  it.each(Object.keys(REPORTERS) as ReporterName[])('is harmless in %s', (name) => {
    const output = report(name, hostileVerdict()).replaceAll('\n', '');
    expect(output).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}|##\[/u);
    const lines = report(name, hostileVerdict())
      .split('\n')
      .filter((line) => /^\s*::/.test(line));
    if (name !== 'github') expect(lines).toEqual([]);
  });

  it.each(Object.keys(GATE_REPORTERS) as ReporterName[])('is harmless in %s of the gate', (name) => {
    const result = aGateResult({ added: [aFinding({ observed: HOSTILE, field: HOSTILE })] });
    expect(GATE_REPORTERS[name](result, GATE).replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}|##\[/u);
  });
});

function failingGate(): GateResult {
  return aGateResult({ added: [aFinding({ kind: 'field-misplaced', field: 'key' })], exitCode: 1 });
}

function resultsOf(sarif: string): readonly Result[] {
  const { runs }: Log = JSON.parse(sarif);
  return runs[0]?.results ?? [];
}

function failures(name: 'junit' | 'ctrf', result: GateResult): number {
  const output = GATE_REPORTERS[name](result, GATE);
  if (name === 'ctrf') return JSON.parse(output).results.summary.failed;
  const { attributes } = parseXml(output);
  return Number(attributes.failures) + Number(attributes.errors);
}
