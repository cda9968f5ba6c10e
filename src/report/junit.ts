import { printableDeep, withoutCommands } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { casesOfVerdict, type TestCase } from './test-cases.ts';

export const reportJunit: Reporter = (verdict) => {
  const safe = printableDeep(verdict);
  return renderJunit(`parity ${safe.run.target.name}`, casesOfVerdict(safe));
};

/** Reads the cases twice, and produces the output in pieces to save memory. */
export function* renderJunit(name: string, cases: Iterable<TestCase>): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  const suites = countSuites(cases);
  for (const piece of elementPieces('testsuites', { name, ...totalOf(suites) }, renderSuites(suites, cases)))
    yield withoutCommands(piece);
}

interface SuiteCounts {
  readonly name: string;
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  seconds: number;
}

function countSuites(cases: Iterable<TestCase>): readonly SuiteCounts[] {
  const suites: SuiteCounts[] = [];
  for (const { suite, result, seconds } of cases) {
    if (suites.at(-1)?.name !== suite)
      suites.push({ name: suite, tests: 0, failures: 0, errors: 0, skipped: 0, seconds: 0 });
    const counts = suites.at(-1);
    if (counts === undefined) continue;
    counts.tests += 1;
    counts.seconds += seconds;
    if (result !== 'passed') counts[COUNTED[result]] += 1;
  }
  return suites;
}

const COUNTED = { failure: 'failures', error: 'errors', skipped: 'skipped' } as const;

function totalOf(suites: readonly SuiteCounts[]) {
  const sum = (key: Exclude<keyof SuiteCounts, 'name'>) => suites.reduce((total, suite) => total + suite[key], 0);
  const counts = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') };
  return { ...counts, time: sum('seconds').toFixed(3) };
}

function* renderSuites(suites: readonly SuiteCounts[], cases: Iterable<TestCase>): Iterable<string> {
  const rest = cases[Symbol.iterator]();
  for (const { seconds, ...counts } of suites)
    yield* elementPieces('testsuite', { ...counts, time: seconds.toFixed(3) }, renderCases(rest, counts.tests));
}

function* renderCases(cases: Iterator<TestCase>, count: number): Iterable<string> {
  for (let n = 0; n < count; n++) {
    const { value, done } = cases.next();
    if (done !== true) yield `${renderCase(value)}\n`;
  }
}

function renderCase({ suite, name, file, line, seconds, properties = {}, ...result }: TestCase): string {
  const attributes = { classname: suite, name, file, line, time: seconds.toFixed(3) };
  const given = Object.entries(properties).map(([key, value]) => element('property', { name: key, value }));
  const own = given.length === 0 ? [] : [element('properties', {}, given)];
  return element('testcase', attributes, [...own, ...renderResult(result)]);
}

function renderResult({ result, type, message, text }: Pick<TestCase, 'result' | 'type' | 'message' | 'text'>) {
  const [tag, attributes] =
    result === 'passed' ? (['system-out', {}] as const) : ([result, { type, message }] as const);
  if (text !== undefined) return [textElement(tag, attributes, text)];
  return result === 'passed' ? [] : [element(tag, attributes)];
}

/** Characters that XML 1.0 cannot contain, even escaped. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

type Attributes = { readonly [name: string]: string | number | undefined };

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const open = openTag(name, attributes);
  return children.length === 0 ? `<${open}/>` : `<${open}>\n${children.join('\n')}\n</${name}>`;
}

function* elementPieces(name: string, attributes: Attributes, children: Iterable<string>): Iterable<string> {
  yield `<${openTag(name, attributes)}>\n`;
  yield* children;
  yield `</${name}>\n`;
}

function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${openTag(name, attributes)}>${escapeXml(text)}</${name}>`;
}

function openTag(name: string, attributes: Attributes): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return [name, ...given.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ');
}

function escapeXml(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
