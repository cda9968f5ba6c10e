import { KINDS } from '../judge/kinds.ts';
import type { GateResult } from '../model/gate-result.ts';
import { command } from './github-command.ts';
import { printable } from './printable.ts';

/** GitHub shows this many of each level. */
const SHOWN = 10;

/** New findings as annotations at the client's file, the gravest first. */
export function renderGateAnnotations(
  { added }: GateResult,
  at: { readonly file: string; readonly line: number },
): string {
  return added
    .slice(0, SHOWN)
    .map(({ kind, operation, field, expected, observed, severity }) => {
      const what = field === null ? operation : `${operation} ${field}`;
      const message = printable(`${what}: ${KINDS[kind].title}. expected ${expected}; observed ${observed}`);
      return `${command(severity, { at, title: kind, message })}\n`;
    })
    .join('');
}
