import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { GateResult } from '../model/gate-result.ts';
import { sidesOf, subjectOf } from './finding-words.ts';
import { command } from './github-command.ts';
import { printable } from './printable.ts';

/** GitHub shows this many of each level. */
const SHOWN = 10;

/** New findings as annotations in the client's source, the gravest first. */
export function renderGateAnnotations(
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
