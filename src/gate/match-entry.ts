import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { Xfail } from '../model/ledger.ts';
import type { JudgedStep } from '../model/verdict.ts';
import { compareText } from './compare.ts';

/** What one ledger entry met in a run. */
export interface EntryMatch {
  readonly entry: Xfail;
  /** What the entry excuses; empty when it did not occur, or when it is ambiguous. */
  readonly excuses: readonly Finding[];
  /** The fields to choose from, when the entry names none and several were found. */
  readonly ambiguous: readonly (string | null)[];
  /** A step that could have shown the finding and did not: the entry is disproved there. */
  readonly disprovedBy: JudgedStep | undefined;
}

/**
 * Holds one entry against the steps of a run. `whole`: the run exercised everything that was planned; only then can
 * an entry about an operation be disproved, because any step that was left out might have shown the finding.
 */
export function matchEntry(entry: Xfail, steps: readonly JudgedStep[], whole: boolean): EntryMatch {
  const here = steps.filter((step) => step.state === 'exercised' && isAtPlace(step, entry));
  const ofKind = here.flatMap((step) => step.findings).filter((finding) => isFoundAt(finding, entry));
  const found = ofKind.filter((finding) => entry.field === undefined || isField(finding, entry.field));
  const fields = [...new Set(found.map((finding) => finding.field))].sort((a, b) => compareText(a ?? '', b ?? ''));
  const isAmbiguous = entry.field === undefined && fields.length > 1;
  const canDisprove = found.length === 0 && ('step' in entry.place || whole);
  return {
    entry,
    excuses: isAmbiguous ? [] : found,
    ambiguous: isAmbiguous ? fields : [],
    disprovedBy: canDisprove ? here.find((step) => canShow(step, entry)) : undefined,
  };
}

function isAtPlace(step: JudgedStep, { place }: Xfail): boolean {
  if ('step' in place) return step.address === place.step;
  // A read can show what another operation did not do.
  const shown = [step, ...step.findings, ...(step.promises ?? [])];
  return shown.some(({ operation }) => operation === place.operation);
}

function isFoundAt(finding: Finding, { kind, place }: Xfail): boolean {
  return finding.kind === kind && ('step' in place || finding.operation === place.operation);
}

/** Whether the finding would have been seen in the step. A promise is only seen where it is tried. */
function canShow(step: JudgedStep, { kind, place, field }: Xfail): boolean {
  switch (KINDS[kind].about) {
    case 'request':
    case 'client':
      return 'step' in place || step.operation === place.operation;
    case 'response':
      return ('step' in place || step.operation === place.operation) && !isMasked(step);
    case 'promise':
      return (
        !isMasked(step) &&
        (step.promises ?? []).some(
          (tried) =>
            tried.kind === kind &&
            ('step' in place || tried.operation === place.operation) &&
            (field === undefined || tried.field === undefined || tried.field === field),
        )
      );
  }
}

function isField(finding: Finding, field: string): boolean {
  if (!finding.kind.startsWith('response-header-')) return finding.field === field;
  return finding.field?.toLowerCase() === field.toLowerCase();
}

/** Such a step does not disprove an entry of another kind: the server that responds 500 has not repaired its field. */
function isMasked(step: JudgedStep): boolean {
  return step.findings.some(({ kind }) => KINDS[kind].masks);
}
