import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import { reportGithub } from '../../src/report/github.ts';
import { githubSummary } from '../../src/report/github-summary.ts';
import { anEntry, aStep, verdictOn } from '../gate/builders.ts';
import { deadVerdict, greenVerdict, hostileVerdict, longVerdict, mixedVerdict, OPTIONS, outputOf } from './verdicts.ts';

describe('GitHub annotations', () => {
  it('are readable', async () => {
    await expect(outputOf(reportGithub(mixedVerdict(), OPTIONS))).toMatchFileSnapshot('fixtures/github/mixed.txt');
  });

  it('begin with xpasses, as warnings', () => {
    expect(annotate(mixedVerdict())[0]).toMatch(/^::warning file=xfails\.yaml,line=2,title=XPASS::/);
  });

  it('point to the step in its suite file', () => {
    expect(annotate(verdictOn([[aStep({ findings: [{}] })]]))).toEqual([
      '::error file=suites/notes.yaml,line=12,title=value-mismatch of /text::notes/keeps-text/read%0Aexpected: "hello"%0Aobserved: "hallo"%0Aevidence: notes/keeps-text/read#1 /response/body/text',
    ]);
  });

  it('point to the column of a ledger entry', () => {
    const [line] = annotate(verdictOn([[aStep()]], [anEntry({ where: 'stagin' })]));
    expect(line).toMatch(/^::error file=xfails\.yaml,line=2,col=3,title=xfail ledger%3A unmatched::"where" must be/);
  });

  it('are at most ten per level, and a notice counts the others', () => {
    const lines = annotate(longVerdict());
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(lines.at(-1)).toBe(
      '::notice title=parity::50 more errors not shown here: see the job summary, or reports/findings.json',
    );
  });

  it('show one annotation for the findings of one cause', () => {
    const errors = annotate(mixedVerdict()).filter((line) => line.includes('response-field-retyped'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('also at 1 more step');
  });

  it('are one line each, whatever a server sends', () => {
    const lines = annotate(hostileVerdict());
    expect(lines.every((line) => /^::(?:error|warning|notice) [^:]*::/.test(line))).toBe(true);
    expect(lines.join('')).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/u);
  });

  it('escape percent signs, and colons and commas in properties', () => {
    const verdict = verdictOn([[aStep({ findings: [{ field: '/a,b:c', observed: '100%0A' }] })]]);
    expect(annotate(verdict)[0]).toMatch(/title=value-mismatch of \/a%2Cb%3Ac::.*observed: 100%250A/);
  });

  it.each([
    ['died', deadVerdict()],
    ['ran nothing', verdictOn([])],
  ])('report that the run %s', (_title, verdict) => {
    expect(annotate(verdict)[0]).toMatch(/^::error title=run::/);
  });

  it('are absent for a green run', () => {
    expect(outputOf(reportGithub(greenVerdict(), OPTIONS))).toBe('');
  });
});

describe('the job summary', () => {
  it('is readable', async () => {
    await expect(githubSummary(mixedVerdict())).toMatchFileSnapshot('fixtures/github/summary.md');
  });

  it('keeps text from a server inside code spans, and escapes the rest', () => {
    const unescaped = githubSummary(hostileVerdict()).replace(/\\[^\w\s]/g, '');
    const outside = unescaped.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/[<>[\]`&]/);
  });

  it('shows the request of a finding', () => {
    const verdict = verdictOn([[aStep({ findings: [{ reproduction: ['curl a', 'curl `b`'] }] })]]);
    expect(githubSummary(verdict)).toContain('  - reproduce after 1 request `` curl `b` ``');
  });

  it("fits into GitHub's limit, and says that it was truncated", () => {
    const steps = Array.from({ length: 3000 }, (_, index) => [
      aStep({ address: `notes/n${index}/get`, findings: [{ field: `/f${index}`, observed: 'ü'.repeat(500) }] }),
    ]);
    const summary = githubSummary(verdictOn(steps));
    expect(new TextEncoder().encode(summary).length).toBeLessThanOrEqual(1024 * 1024);
    expect(summary).toContain('truncated here');
  });
});

function annotate(verdict: Verdict): string[] {
  return outputOf(reportGithub(verdict, OPTIONS)).trimEnd().split('\n');
}
