import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import { renderJunit, reportJunit } from '../../src/report/junit.ts';
import type { TestCase } from '../../src/report/test-cases.ts';
import { anEnd, anEntry, aStep, verdictOn } from '../gate/builders.ts';
import { findAll, parseXml, type XmlElement } from './parse-xml.ts';
import { deadVerdict, greenVerdict, hostileVerdict, longVerdict, mixedVerdict, OPTIONS, outputOf } from './verdicts.ts';

describe('the JUnit report', () => {
  it('is readable', async () => {
    const output = outputOf(reportJunit(mixedVerdict(), OPTIONS));
    await expect(output).toMatchFileSnapshot('fixtures/junit/mixed.xml');
  });

  it.each([
    ['a green', greenVerdict],
    ['a mixed', mixedVerdict],
    ['a dead', deadVerdict],
    ['a hostile', hostileVerdict],
    ['an empty', () => verdictOn([])],
  ])('is well-formed for %s verdict', (_title, makeVerdict) => {
    expect(junit(makeVerdict()).name).toBe('testsuites');
  });

  it('has one suite per suite file, and xpasses before them', () => {
    const suites = findAll(junit(mixedVerdict()), 'testsuite').map((suite) => suite.attributes.name);
    expect(suites).toEqual(['xpass', 'ledger', 'notes', 'users']);
  });

  it('counts its cases', () => {
    const root = junit(mixedVerdict());
    const count = (name: string) => String(findAll(root, name).length);
    expect(root.attributes).toMatchObject({
      tests: count('testcase'),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    });
  });

  it('gives times in seconds', () => {
    expect(testcase(greenVerdict(), 'keeps-text').attributes.time).toBe('0.120');
  });

  it('names the kind, the expected and the observed value in the message of a failure', () => {
    const [failure] = testcase(verdictOn([[aStep({ findings: [{}] })]]), 'keeps-text').children;
    expect(failure).toMatchObject({
      name: 'failure',
      attributes: { type: 'value-mismatch', message: 'value-mismatch of /text: expected "hello", observed "hallo"' },
    });
  });

  it('shows an xfail as pytest does', () => {
    const [skipped] = testcase(verdictOn([[aStep({ findings: [{}] })]], [anEntry()]), 'keeps-text').children;
    const attributes = { type: 'pytest.xfail', message: 'The text is normalised on staging.' };
    expect(skipped).toMatchObject({ name: 'skipped', attributes });
  });

  it('contains the steps of a hundred scenarios with the same result, and only the message of the others', () => {
    const alike = Array.from({ length: 130 }, (_, n) => [aStep({ address: `notes/n${n}/get`, findings: [{}] })]);
    const failures = findAll(junit(verdictOn(alike)), 'failure');
    expect(failures).toHaveLength(130);
    expect(failures.every(({ attributes }) => attributes.message?.startsWith('value-mismatch of /text'))).toBe(true);
    expect(failures.filter(({ text }) => text !== '')).toHaveLength(100);
  });

  it('shows a blocked scenario as an error', () => {
    const verdict = verdictOn([[aStep({ state: 'blocked', reason: 'connection refused' })]]);
    const [error] = testcase(verdict, 'keeps-text').children;
    expect(error).toMatchObject({ name: 'error', attributes: { type: 'blocked', message: 'connection refused' } });
  });

  it('shows an xpass as passed, with a text', () => {
    const [first] = findAll(junit(verdictOn([[aStep()]], [anEntry()])), 'testcase');
    expect(first?.attributes.classname).toBe('xpass');
    expect(first?.children.map((child) => child.name)).toEqual(['properties', 'system-out']);
  });

  it('shows a strict xpass as one failure', () => {
    const failures = findAll(junit(verdictOn([[aStep()]], [anEntry({ strict: true })])), 'failure');
    expect(failures.map((failure) => failure.attributes.type)).toEqual(['xpass.strict']);
  });

  it.each<[string, Verdict]>([
    ['passes', greenVerdict()],
    ['has failures', longVerdict()],
    ['has a ledger problem', verdictOn([[aStep()]], [anEntry({ where: 'stagin' })])],
    ['has a strict xpass', verdictOn([[aStep()]], [anEntry({ strict: true })])],
    ['is blocked', verdictOn([[aStep({ state: 'blocked' })]])],
    ['did not reach its end', verdictOn([[aStep()]], [], { judged: { end: null } })],
    ['was interrupted', verdictOn([[aStep()]], [], { judged: { end: anEnd({ interrupted: 'SIGINT' }) } })],
    ['ran nothing', verdictOn([])],
    ['has a warning', verdictOn([[aStep({ findings: [{ severity: 'warning' }] })]])],
    ['has an xpass', verdictOn([[aStep()]], [anEntry()])],
  ])('has a failure exactly if the exit code is not 0: a run that %s', (_title, verdict) => {
    const { failures, errors } = junit(verdict).attributes;
    expect(Number(failures) + Number(errors) > 0).toBe(verdict.exitCode !== 0);
  });
});

function junit(verdict: Verdict): XmlElement {
  return parseXml(outputOf(reportJunit(verdict, OPTIONS)));
}

function testcase(verdict: Verdict, name: string): XmlElement {
  const found = findAll(junit(verdict), 'testcase').find((one) => one.attributes.name === name);
  if (found === undefined) throw new Error(`no testcase ${name}`);
  return found;
}

it('builds a case when it is written, so that a report with very many cases is never completely in memory', () => {
  let made = 0;
  const cases: Iterable<TestCase> = {
    *[Symbol.iterator]() {
      for (const suite of ['a', 'a', 'b']) {
        made += 1;
        yield { suite, name: `case ${made}`, seconds: 1, result: 'passed' };
      }
    },
  };
  const seen: number[] = [];
  for (const piece of renderJunit('run', cases)) if (piece.includes('<testcase')) seen.push(made);
  // The function `renderJunit` reads all three cases once to count them, before it writes the first case.
  expect(seen).toEqual([4, 5, 6]);
});
