import type { Finding } from '../model/finding.ts';
import type { ScenarioVerdict, StepVerdict, Verdict, Xpass } from '../model/verdict.ts';
import { exitMeaning } from './exit-meaning.ts';
import { renderLedgerProblem } from './ledger-problem.ts';
import { printableDeep, withoutCommands } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { groupBy } from './words.ts';
import { element, textElement } from './xml.ts';

/**
 * One testcase a scenario: the recording knows a scenario's time, and its counts are those of the terminal. Steps
 * stand in the texts. Before the suites come `xpass` (what CI pages list first), `ledger` and `run`, so that the file is red
 * whenever the exit code is.
 */
export const reportJunit: Reporter = (verdict) => {
  const safe = printableDeep(verdict);
  const bySuite = groupBy(safe.scenarios, (scenario) => scenario.suite);
  const suites = [
    makeSuite('xpass', safe.xpasses.map(xpassCase)),
    makeSuite('ledger', ledgerCases(safe)),
    makeSuite('run', runCases(safe)),
    ...[...bySuite].map(([name, scenarios]) => makeSuite(name, scenarios.map(scenarioCase))),
  ].filter((suite) => suite.cases.length > 0);
  const all = suites.flatMap((suite) => suite.cases);
  const name = `parity ${safe.run.target.name}`;
  const root = element('testsuites', { name, ...countCases(all) }, suites.map(renderSuite));
  return [withoutCommands(`<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`)];
};

type CaseResult = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly result: CaseResult;
  readonly seconds: number;
  readonly xml: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function makeSuite(name: string, cases: readonly Case[]): Suite {
  return { name, cases };
}

function renderSuite({ name, cases }: Suite): string {
  return element(
    'testsuite',
    { name, ...countCases(cases) },
    cases.map((one) => one.xml),
  );
}

function countCases(cases: readonly Case[]) {
  const count = (result: CaseResult) => cases.filter((one) => one.result === result).length;
  const time = cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped'), time };
}

function xpassCase(xpass: Xpass): Case {
  const { what, reason, ref, owner, at, address } = xpass;
  const entry = at === null ? '' : ` (${at.file}:${at.line})`;
  const text = [`XPASS ${what}${entry}`, `reason: ${reason}`, ref && `ref: ${ref}`, owner && `owner: ${owner}`]
    .filter((line) => line !== undefined)
    .join('\n');
  const attributes = { classname: 'xpass', name: what, file: at?.file, line: at?.line, time: '0.000' };
  const properties = element('properties', {}, [element('property', { name: 'xpass', value: address })]);
  const children = xpass.strict
    ? [properties, textElement('failure', { type: 'xpass.strict', message: `XPASS ${what}` }, text)]
    : [properties, textElement('system-out', {}, text)];
  return { result: xpass.strict ? 'failure' : 'passed', seconds: 0, xml: element('testcase', attributes, children) };
}

/** Strict xpasses are failures of the `xpass` suite already. */
function ledgerCases({ ledgerProblems }: Verdict): readonly Case[] {
  const problems = ledgerProblems.filter((problem) => problem.kind !== 'strict-xpass');
  return problems.map((problem) => {
    const { kind, at, message } = problem;
    const attributes = {
      classname: 'ledger',
      name: `${at.file}:${at.line} ${kind}`,
      file: at.file,
      line: at.line,
      time: '0.000',
    };
    const failure = textElement('failure', { type: `ledger.${kind}`, message }, renderLedgerProblem(problem));
    return { result: 'failure', seconds: 0, xml: element('testcase', attributes, [failure]) };
  });
}

/** A run that died, was interrupted, or exercised nothing has no red scenario to show it. */
function runCases({ end, exitCode }: Verdict): readonly Case[] {
  if (end !== null && exitCode !== 130 && exitCode !== 5) return [];
  const message = end === null && exitCode !== 130 ? 'the recording has no end: the run died' : exitMeaning(exitCode);
  const error = element('error', { type: 'run', message });
  const attributes = { classname: 'run', name: 'the run exercises its plan and ends', time: '0.000' };
  return [{ result: 'error', seconds: 0, xml: element('testcase', attributes, [error]) }];
}

function scenarioCase(scenario: ScenarioVerdict): Case {
  const { address, suite, file, line, durationMs } = scenario;
  const seconds = durationMs / 1000;
  const name = address.startsWith(`${suite}/`) ? address.slice(suite.length + 1) : address;
  const attributes = { classname: suite, name, file, line, time: seconds.toFixed(3) };
  const { result, children } = resultOf(scenario);
  return { result, seconds, xml: element('testcase', attributes, children) };
}

function resultOf(scenario: ScenarioVerdict): { readonly result: CaseResult; readonly children: readonly string[] } {
  const { outcome, steps } = scenario;
  const told = steps.filter((step) => step.outcome !== 'passed' || step.findings.length > 0);
  const text = told.map(describeStep).join('\n');
  const message = headline(scenario);
  switch (outcome) {
    case 'failed':
      return { result: 'failure', children: [textElement('failure', { type: typeOf(scenario), message }, text)] };
    case 'blocked':
      return { result: 'error', children: [textElement('error', { type: 'blocked', message }, text)] };
    case 'xfailed':
      return { result: 'skipped', children: [textElement('skipped', { type: 'pytest.xfail', message }, text)] };
    case 'not-tried':
    case 'skipped':
      return { result: 'skipped', children: [element('skipped', { message })] };
    case 'xpassed':
    case 'flaky':
      return { result: 'passed', children: [outcomeProperty(outcome), textElement('system-out', {}, text)] };
    case 'passed':
      return { result: 'passed', children: text === '' ? [] : [textElement('system-out', {}, text)] };
  }
}

function outcomeProperty(outcome: string): string {
  return element('properties', {}, [element('property', { name: 'outcome', value: outcome })]);
}

/** The kind of the first error: CI pages group failures by it. */
function typeOf({ steps }: ScenarioVerdict): string | undefined {
  return steps.flatMap((step) => step.findings).find((finding) => finding.severity === 'error')?.kind;
}

/** The one line that a CI page shows for a scenario. */
function headline({ outcome, steps }: ScenarioVerdict): string {
  const worst = steps.filter((step) => step.outcome === outcome);
  const lines = worst.flatMap((step) => {
    if (outcome === 'xfailed') return step.excused.map(({ xfail }) => xfail.reason);
    if (outcome !== 'failed') return step.reason ?? [];
    const errors = step.findings.filter((finding) => finding.severity === 'error');
    return errors.map(
      ({ kind, field, observed, expected }) =>
        `${kind}${field === null ? '' : ` of ${field}`}: expected ${expected}, observed ${observed}`,
    );
  });
  const [first = outcome, ...rest] = [...new Set(lines)];
  return rest.length === 0 ? first : `${first} (and ${rest.length} more)`;
}

/** A step in plain lines, for a reporter that has no layout of its own. */
function describeStep(step: StepVerdict): string {
  const reason = step.reason === undefined ? '' : `: ${step.reason}`;
  return [
    `${step.outcome} ${step.address}${step.operation === null ? '' : ` (${step.operation})`}${reason}`,
    ...step.findings.flatMap(describeFinding),
    ...step.excused.map(
      ({ finding, xfail }) => `  xfail ${nameOf(finding)}: ${xfail.reason} (${xfail.owner}, until ${xfail.expires})`,
    ),
    ...step.xpasses.map((xpass) => `  XPASS ${xpass.what}: ${xpass.reason}`),
  ].join('\n');
}

function describeFinding(finding: Finding): readonly string[] {
  const { severity, expected, observed, evidence } = finding;
  return [
    `  ${severity} ${nameOf(finding)}`,
    `    expected: ${expected}`,
    `    observed: ${observed}`,
    `    evidence: ${evidence.exchange} ${evidence.pointer} ${evidence.excerpt}`,
  ];
}

function nameOf({ kind, field }: Finding): string {
  return field === null ? kind : `${kind} of ${field}`;
}
