import { KINDS } from '../judge/kinds.ts';
import { writeJson } from '../lib/json-text.ts';
import type { Finding, FindingKind } from '../model/finding.ts';
import { sidesOf, subjectOf } from './finding-words.ts';
import { printable } from './printable.ts';

/** What GitHub takes of one file. */
const MOST_RESULTS = 25_000;

export interface SarifOptions {
  readonly version: string;
  /** Where a finding is to be shown: repository-relative. */
  readonly locate: (finding: Finding) => { readonly file: string; readonly line: number };
}

/** Findings as SARIF 2.1.0, for code scanning. Rules are the kinds; fingerprints are ours. */
export function renderSarif(findings: readonly Finding[], { version, locate }: SarifOptions): string {
  const kinds = [...new Set(findings.map(({ kind }) => kind))].sort();
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'wireparity', version, rules: kinds.map(ruleOf) } },
        results: findings.slice(0, MOST_RESULTS).map((finding) => resultOf(finding, locate(finding))),
      },
    ],
  };
  return `${writeJson(document, 2)}\n`;
}

function ruleOf(kind: FindingKind) {
  return {
    id: kind,
    shortDescription: { text: KINDS[kind].title },
    help: { text: `parity explain ${kind}` },
  };
}

function resultOf(finding: Finding, { file, line }: { readonly file: string; readonly line: number }) {
  const { kind, severity, expected, observed, fingerprint } = finding;
  const [before, after] = sidesOf(finding);
  return {
    ruleId: kind,
    level: severity,
    message: { text: printable(`${subjectOf(finding)}: ${before} ${expected}; ${after} ${observed}`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: Math.max(1, line) } } }],
    partialFingerprints: { 'wireparity/v1': fingerprint },
  };
}
