import { compareText } from '../lib/compare-text.ts';
import { plural } from '../lib/plural.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LedgerProblem } from '../model/ledger.ts';
import { printable, withoutCommands } from './printable.ts';

/** Returns lines that editors can parse, one for each mistake, and a count at the end. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return '';
  const lines = [...diagnostics].sort(compareDiagnostics).map(renderDiagnostic);
  return withoutCommands(`${lines.join('\n')}\n\n${total(diagnostics)}\n`);
}

function renderDiagnostic({ severity, code, at, path, message, hint }: Diagnostic): string {
  const subject = path === '' ? '' : `${printable(path)}: `;
  const line = `${printable(at.file)}:${at.line}:${at.column}: ${severity} [${code}] ${subject}${printable(message)}`;
  return hint === undefined ? line : `${line}\n    ${printable(hint)}`;
}

/** Returns the line for a problem of the ledger, such as `xfails.yaml:12:3: error [expired] message`. */
export function renderLedgerProblem({ kind, ...problem }: LedgerProblem): string {
  return renderDiagnostic({ ...problem, severity: 'error', code: kind, path: '' });
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compareText(a.severity, b.severity) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function total(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts = [errors > 0 ? plural(errors, 'error') : [], warnings > 0 ? plural(warnings, 'warning') : []].flat();
  return `${parts.join(' and ')} in ${plural(new Set(diagnostics.map(({ at }) => at.file)).size, 'file')}`;
}
