import { groupBy } from '../lib/group-by.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerProblem } from '../model/ledger.ts';
import type { ScenarioVerdict, StepVerdict, Verdict, Xpass } from '../model/verdict.ts';
import { alikeKey, createExamples } from './alike.ts';
import { renderLedgerProblem } from './diagnostics.ts';
import { exitMeaning } from './exit-meaning.ts';
import { findingName, sayAssumption } from './finding-words.ts';

/** One test result, from which the JUnit and CTRF reports are written. */
export interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly seconds: number;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  /** The group on CI pages, such as the kind of the first error, or `pytest.xfail` for accepted failures. */
  readonly type?: string | undefined;
  /** The single line that a CI page shows. */
  readonly message?: string;
  readonly text?: string | undefined;
  readonly properties?: { readonly [name: string]: string };
}

/** At least one case fails if the exit code is not 0. */
export function casesOfVerdict(verdict: Verdict): Iterable<TestCase> {
  return { [Symbol.iterator]: () => makeCases(verdict) };
}

function* makeCases(verdict: Verdict): Generator<TestCase> {
  // Each strict xpass already has a test case.
  const problems = verdict.ledgerProblems.filter(({ kind }) => kind !== 'strict-xpass');
  yield* verdict.xpasses.map(xpassCase);
  yield* problems.map(ledgerCase);
  yield* runCases(verdict);
  const isExample = createExamples();
  for (const scenarios of groupBy(verdict.scenarios, ({ suite }) => suite).values())
    for (const scenario of scenarios) yield scenarioCase(scenario, isExample(alikeKey(scenario)));
}

function xpassCase({ what, reason, ref, owner, at, address, strict }: Xpass): TestCase {
  const entry = at === null ? '' : ` (${at.file}:${at.line})`;
  const text = [`XPASS ${what}${entry}`, `reason: ${reason}`, ref && `ref: ${ref}`, owner && `owner: ${owner}`]
    .filter((line) => line !== undefined)
    .join('\n');
  return {
    ...{ suite: 'xpass', name: what, file: at?.file, line: at?.line, seconds: 0, text, properties: { xpass: address } },
    ...(strict ? { result: 'failure', type: 'xpass.strict', message: `XPASS ${what}` } : { result: 'passed' }),
  };
}

export function ledgerCase(problem: LedgerProblem): TestCase {
  const { kind, at, message } = problem;
  return {
    ...{ suite: 'ledger', name: `${at.file}:${at.line} ${kind}`, file: at.file, line: at.line, seconds: 0 },
    ...{ result: 'failure', type: `ledger.${kind}`, message, text: renderLedgerProblem(problem) },
  };
}

/** No scenario shows that a run was killed, was interrupted, or tested nothing. */
function runCases({ end, exitCode }: Verdict): readonly TestCase[] {
  if (end !== null && exitCode !== 130 && exitCode !== 5) return [];
  const message =
    end === null && exitCode !== 130
      ? 'the recording has no end: the run was killed or crashed'
      : exitMeaning(exitCode);
  const name = 'the run completes its plan';
  return [{ suite: 'run', name, seconds: 0, result: 'error', type: 'run', message }];
}

/** If `isTold` is false, a message replaces the steps, because earlier cases show the same steps. */
function scenarioCase(scenario: ScenarioVerdict, isTold: boolean): TestCase {
  const { address, suite, file, line, durationMs } = scenario;
  const name = address.startsWith(`${suite}/`) ? address.slice(suite.length + 1) : address;
  return {
    ...{ suite, name, file, line, seconds: durationMs / 1000, ...resultOf(scenario) },
    // the text is computed late, because counting the cases does not need the text
    get text() {
      return isTold ? textOf(scenario) : undefined;
    },
  };
}

function textOf({ outcome, steps }: ScenarioVerdict): string | undefined {
  if (outcome === 'not-tried' || outcome === 'skipped') return undefined;
  const told = steps.filter((step) => step.outcome !== 'passed' || step.findings.length > 0);
  return outcome === 'passed' && told.length === 0 ? undefined : told.map(describeStep).join('\n');
}

type Result = Pick<TestCase, 'result' | 'type' | 'message' | 'properties'>;

function resultOf(scenario: ScenarioVerdict): Result {
  const { outcome } = scenario;
  const message = headline(scenario);
  switch (outcome) {
    case 'failed':
      return { result: 'failure', type: firstErrorKind(scenario), message };
    case 'blocked':
      return { result: 'error', type: 'blocked', message };
    case 'xfailed':
      return { result: 'skipped', type: 'pytest.xfail', message };
    case 'not-tried':
    case 'skipped':
      return { result: 'skipped', message };
    case 'xpassed':
    case 'flaky':
      return { result: 'passed', properties: { outcome } };
    case 'passed':
      return { result: 'passed' };
  }
}

function firstErrorKind({ steps }: ScenarioVerdict): string | undefined {
  return steps.flatMap((step) => step.findings).find((finding) => finding.severity === 'error')?.kind;
}

function headline({ outcome, steps }: ScenarioVerdict): string {
  const worst = steps.filter((step) => step.outcome === outcome);
  const lines = worst.flatMap((step) => {
    if (outcome === 'xfailed') return step.excused.map(({ xfail }) => xfail.reason);
    if (outcome !== 'failed') return step.reason ?? [];
    const errors = step.findings.filter((finding) => finding.severity === 'error');
    return errors.map(
      (finding) => `${findingName(finding)}: expected ${finding.expected}, observed ${finding.observed}`,
    );
  });
  const [first = outcome, ...rest] = [...new Set(lines)];
  return rest.length === 0 ? first : `${first} (and ${rest.length} more)`;
}

function describeStep(step: StepVerdict): string {
  const reason = step.reason === undefined ? '' : `: ${step.reason}`;
  return [
    `${step.outcome} ${step.address}${step.operation === null ? '' : ` (${step.operation})`}${reason}`,
    ...step.findings.map(describeFinding),
    ...step.excused.map(
      ({ finding, xfail }) =>
        `  xfail ${findingName(finding)}: ${xfail.reason} (${xfail.owner}, until ${xfail.expires})`,
    ),
    ...step.xpasses.map((xpass) => `  XPASS ${xpass.what}: ${xpass.reason}`),
  ].join('\n');
}

export function describeFinding(finding: Finding): string {
  const { severity, expected, observed, evidence } = finding;
  const assumption = sayAssumption(finding);
  return [
    `  ${severity} ${findingName(finding)}`,
    `    expected: ${expected}`,
    `    observed: ${observed}`,
    ...(assumption === undefined ? [] : [`    assumes: ${assumption}`]),
    `    evidence: ${evidence.exchange} ${evidence.pointer} ${evidence.excerpt}`,
  ].join('\n');
}
