import { plural } from '../lib/plural.ts';
import type { Finding } from '../model/finding.ts';
import { printable } from './printable.ts';

export interface ReplayReport {
  readonly cause: string;
  readonly target: string;
  readonly state: 'shown' | 'gone' | 'untried';
  readonly tries: number;
  readonly finding: Finding | undefined;
  readonly others: readonly string[];
  readonly reason: string | undefined;
}

export function renderReplay({ cause, target, state, tries, finding, others, reason }: ReplayReport): string {
  const after = tries > 1 ? ` (${plural(tries, 'try', 'tries')})` : '';
  const heads = {
    shown: `still fails on ${target}${after}`,
    gone: `the cause no longer occurs on ${target}${after}`,
    untried: `the scenario could not be tried on ${target}: ${reason ?? ''}`,
  };
  const lines = [
    printable(`${cause}: ${heads[state]}`),
    ...(finding === undefined ? [] : findingLines(finding)),
    ...(others.length === 0 ? [] : [`  also found: ${others.map(printable).join(', ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function findingLines({ address, expected, observed, reproduction = [] }: Finding): readonly string[] {
  return [
    `  step       ${printable(address)}`,
    `  expected   ${printable(expected)}`,
    `  observed   ${printable(observed)}`,
    ...(reproduction.length === 0 ? [] : ['  reproduce', ...reproduction.map((line) => `    ${line}`)]),
  ];
}
