import { printableDeep, withoutCommands } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { casesOfVerdict, type TestCase } from './test-cases.ts';
import { groupBy } from './words.ts';

export const reportJunit: Reporter = (verdict) => {
  const safe = printableDeep(verdict);
  return renderJunit(`parity ${safe.run.target.name}`, casesOfVerdict(safe));
};

/** Cases by suite, in their order. The texts must be printable. In pieces: there may be very many cases. */
export function* renderJunit(name: string, cases: readonly TestCase[]): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  for (const piece of elementPieces('testsuites', { name, ...countCases(cases) }, renderSuites(cases)))
    yield withoutCommands(piece);
}

function* renderSuites(cases: readonly TestCase[]): Iterable<string> {
  for (const [name, own] of groupBy(cases, ({ suite }) => suite))
    yield* elementPieces('testsuite', { name, ...countCases(own) }, renderCases(own));
}

function* renderCases(cases: readonly TestCase[]): Iterable<string> {
  for (const one of cases) yield `${renderCase(one)}\n`;
}

function countCases(cases: readonly TestCase[]) {
  const count = (result: TestCase['result']) => cases.filter((one) => one.result === result).length;
  const time = cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped'), time };
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

/** What XML 1.0 cannot hold at all, not even escaped. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

type Attributes = { readonly [name: string]: string | number | undefined };

/** An element around others, with escaped attributes. An attribute that is undefined is left out. */
function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const open = openTag(name, attributes);
  return children.length === 0 ? `<${open}/>` : `<${open}>\n${children.join('\n')}\n</${name}>`;
}

/** An element whose children come one after the other, in pieces that end at the end of a line. */
function* elementPieces(name: string, attributes: Attributes, children: Iterable<string>): Iterable<string> {
  yield `<${openTag(name, attributes)}>\n`;
  yield* children;
  yield `</${name}>\n`;
}

/** An element around text, which is escaped; no white space is added. */
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
