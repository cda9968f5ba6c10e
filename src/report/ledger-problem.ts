import type { LedgerProblem } from '../model/ledger.ts';
import { printable } from './printable.ts';

/** Formats a problem as `xfails.yaml:12:3: error [expired] message`, with the advice on the next line. */
export function renderLedgerProblem({ kind, at, message, hint }: LedgerProblem): string {
  const line = `${printable(at.file)}:${at.line}:${at.column}: error [${kind}] ${printable(message)}`;
  return hint === undefined ? line : `${line}\n    ${printable(hint)}`;
}
