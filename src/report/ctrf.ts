import { writePrintableJson } from './json.ts';
import { printableDeep } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { casesOfVerdict, type TestCase } from './test-cases.ts';

export const reportCtrf: Reporter = (verdict) => [
  renderCtrf([...casesOfVerdict(printableDeep(verdict))], {
    tool: verdict.run.tool,
    durationMs: verdict.end?.durationMs,
  }),
];

interface CtrfOptions {
  /** Name and version of the program: `wireparity 1.2.3`. */
  readonly tool: string;
  /** Duration of the whole run, by default the sum of the cases. */
  readonly durationMs?: number | undefined;
}

/** Recordings have no date, so times are counted from the start of 1970. */
export function renderCtrf(cases: readonly TestCase[], { tool, durationMs }: CtrfOptions): string {
  const tests = cases.map(testOf);
  const count = (status: Status) => tests.filter((test) => test.status === status).length;
  const sum = tests.reduce((total, test) => total + test.duration, 0);
  const [name = 'wireparity', version] = tool.split(' ');
  const summary = {
    ...{ tests: tests.length, passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    ...{ pending: 0, other: 0, flaky: tests.filter((test) => test.flaky === true).length },
    ...{ suites: new Set(cases.map(({ suite }) => suite)).size, start: 0, stop: Math.round(durationMs ?? sum) },
  };
  const results = { tool: { name, version }, summary, tests };
  return `${writePrintableJson({ reportFormat: 'CTRF', specVersion: '1.0.0', generatedBy: tool, results })}\n`;
}

type Status = 'passed' | 'failed' | 'skipped';

const STATUS = {
  passed: 'passed',
  failure: 'failed',
  // a blocked scenario must not look successful
  error: 'failed',
  skipped: 'skipped',
} as const satisfies Record<TestCase['result'], Status>;

function testOf({ suite, name, file, line, seconds, result, type, message, text, properties }: TestCase) {
  const outcome = properties?.outcome;
  return {
    name: name === '' ? suite : name,
    status: STATUS[result],
    duration: Math.round(seconds * 1000),
    suite: [suite],
    message,
    trace: text,
    rawStatus: type ?? outcome,
    filePath: file,
    line,
    flaky: outcome === 'flaky' ? true : undefined,
  };
}
