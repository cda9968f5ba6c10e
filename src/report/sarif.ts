import type { Log, ReportingDescriptor, Result } from 'sarif';
import { KINDS } from '../judge/kinds.ts';
import type { Finding, FindingKind } from '../model/finding.ts';
import { sidesOf, subjectOf } from './finding-words.ts';
import { writePrintableJson } from './json.ts';
import { printable } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { locateSteps } from './steps.ts';

/** Maximum number of results that GitHub accepts per file. */
const MOST_RESULTS = 25_000;

export const reportSarif: Reporter = (verdict) => {
  const sources = locateSteps(verdict);
  const locate = ({ address }: Finding) => {
    const source = sources.get(address);
    return source === undefined || source.file === '' ? NOWHERE : source;
  };
  return [renderSarif(verdict.findings, { tool: verdict.run.tool, locate })];
};

/** Findings about another program get this location, because no file of the project describes that program. */
const NOWHERE = { file: 'contracts', line: 1 };

export interface SarifOptions {
  /** Name and version of the program: `wireparity 1.2.3`. */
  readonly tool: string;
  /** Returns where to show a finding, relative to the repository. */
  readonly locate: (finding: Finding) => { readonly file: string; readonly line: number };
}

/** Writes findings as SARIF 2.1.0 for code scanning, with the finding kinds as rules. */
export function renderSarif(findings: readonly Finding[], { tool, locate }: SarifOptions): string {
  const kinds = [...new Set(findings.map(({ kind }) => kind))].sort();
  const [name = 'wireparity', version = '0.0.0'] = tool.split(' ');
  const results = findings.slice(0, MOST_RESULTS).map((finding) => resultOf(finding, locate(finding)));
  const document: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name, version, rules: kinds.map(ruleOf) } }, results }],
  };
  return `${writePrintableJson(document)}\n`;
}

function ruleOf(kind: FindingKind): ReportingDescriptor {
  return {
    id: kind,
    shortDescription: { text: KINDS[kind].title },
    help: { text: `parity explain ${kind}` },
  };
}

function resultOf(finding: Finding, { file, line }: { readonly file: string; readonly line: number }): Result {
  const { kind, severity, expected, observed, fingerprint } = finding;
  const [before, after] = sidesOf(finding);
  const text = printable(`${subjectOf(finding)}: ${before} ${expected}; ${after} ${observed}`);
  return {
    ruleId: kind,
    level: severity,
    message: { text: withoutLinks(text) },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: Math.max(1, line) } } },
    ],
    partialFingerprints: { 'wireparity/v1': fingerprint },
  };
}

/** Removes links, because SARIF reads `[text](target)` in a message as a link. */
function withoutLinks(text: string): string {
  return text.replace(/\[(?=[^[\]]*\]\()/g, '\\[');
}

function uriOf(path: string): string {
  return path.split(/[\\/]/).map(encodeURIComponent).join('/');
}
