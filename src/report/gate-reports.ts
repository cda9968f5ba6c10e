import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { GateResult } from '../model/gate-result.ts';
import { renderCtrf } from './ctrf.ts';
import { sidesOf, subjectOf } from './finding-words.ts';
import { renderGateComment } from './gate-comment.ts';
import { command } from './github-command.ts';
import { gateData } from './html/gate-data.ts';
import { renderPage } from './html.ts';
import { writePrintableJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { printable, printableDeep } from './printable.ts';
import type { PageAssets } from './reporter.ts';
import type { ReporterName } from './reporters.ts';
import { renderSarif, type SarifOptions } from './sarif.ts';
import { describeFinding, ledgerCase, type TestCase } from './test-cases.ts';

export const GATE_REPORTERS = {
  terminal: (result, { locate }) => renderGateComment(result, locate),
  json: (result) => `${writePrintableJson({ version: 1, ...result })}\n`,
  junit: (result, options) =>
    [...renderJunit(`parity gate ${result.client}`, casesOfGate(printableDeep(result), options))].join(''),
  ctrf: (result, options) => renderCtrf(casesOfGate(printableDeep(result), options), options),
  sarif: (result, options) => renderSarif([...result.added, ...result.contractBacked], options),
  markdown: (result, { locate }) => renderGateComment(result, locate),
  github: (result, { locate }) => renderGateAnnotations(result, locate),
  html: (result, { page, ...options }) => renderPage(gateData(result, options), page).join(''),
} as const satisfies Record<ReporterName, (result: GateResult, options: GateOptions) => string>;

interface GateOptions extends SarifOptions {
  /** Program and style of the HTML page. Only the report `html` needs these assets. */
  readonly page?: PageAssets;
}

/** At least one test case fails if the gate fails. */
function casesOfGate(result: GateResult, { locate }: SarifOptions): readonly TestCase[] {
  const { added, contractBacked, comesWith, unrepeated, known, excused, strictWarnings } = result;
  const fails = ({ severity }: Finding) => severity === 'error' || strictWarnings;
  const say = (findings: readonly Finding[], outcome: (finding: Finding) => Outcome) =>
    findings.map((finding) => findingCase(finding, { ...locate(finding), ...outcome(finding) }));
  const left = (type: string) => () => ({ result: 'skipped', type, message: type }) as const;
  return [
    ...say(added, (finding) => (fails(finding) ? { result: 'failure' } : { result: 'passed' })),
    ...say(contractBacked, () => ({ result: 'failure' })),
    ...say(comesWith, left('about a new method or argument')),
    ...say(unrepeated, left('not seen in the second trace')),
    ...say(known, left('known at the base')),
    ...say(excused, left('pytest.xfail')),
    ...result.blocked.map(({ method, reason }) => plainCase('methods', method, { result: 'error', message: reason })),
    ...result.versions.map((text) => plainCase('versions', text, { result: 'failure', message: text })),
    ...(result.manifest ?? []).map((text) => plainCase('manifest', text, { result: 'failure', message: text })),
    ...result.ledgerProblems.map(ledgerCase),
    ...result.coverage.head.map((operation) => plainCase('coverage', operation, { result: 'passed' })),
  ];
}

type Outcome = Pick<TestCase, 'result' | 'type' | 'message'>;

function plainCase(suite: string, name: string, outcome: Outcome): TestCase {
  return { suite, name, seconds: 0, ...outcome };
}

function findingCase(
  finding: Finding,
  { result, type = finding.kind, ...rest }: Outcome & Partial<TestCase>,
): TestCase {
  const { kind, expected, observed } = finding;
  const name = `${kind} ${subjectOf(finding)}`;
  const message = `expected ${expected}, observed ${observed}`;
  return { suite: 'findings', name, seconds: 0, result, type, message, text: describeFinding(finding), ...rest };
}

/** GitHub shows only ten errors and ten warnings. */
const SHOWN = 10;

/** Writes new findings as annotations in the client's source, the most severe first. */
function renderGateAnnotations(
  { added, contractBacked }: GateResult,
  locate: (finding: Finding) => { readonly file: string; readonly line: number },
): string {
  return [...added, ...contractBacked]
    .slice(0, SHOWN)
    .map((finding) => {
      const { kind, expected, observed, severity } = finding;
      const [before, after] = sidesOf(finding);
      const message = printable(
        `${subjectOf(finding)}: ${KINDS[kind].title}. ${before} ${expected}; ${after} ${observed}`,
      );
      return `${command(severity, { at: locate(finding), title: kind, message })}\n`;
    })
    .join('');
}
