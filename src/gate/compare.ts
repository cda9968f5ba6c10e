import { compareText } from '../lib/compare-text.ts';
import type { Position } from '../model/diagnostic.ts';
import type { Finding } from '../model/finding.ts';

/** Errors come first, because `error` is before `warning` in the alphabet. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.severity, b.severity) ||
    compareText(a.address, b.address) ||
    compareText(a.kind, b.kind) ||
    compareText(a.field ?? '', b.field ?? '') ||
    compareText(a.evidence.exchange, b.evidence.exchange) ||
    compareText(a.evidence.pointer, b.evidence.pointer)
  );
}

export function comparePositions(a: Position, b: Position): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
