import { KINDS } from '../judge/kinds.ts';
import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/verdict.ts';

/**
 * Whether a new finding only says what a new method or argument does not have yet: the base lacked the whole operation,
 * or the object that the field is a member of. What is sent or read wrongly never comes with something new.
 */
export function comesWith({ kind, operation, field }: Finding, base: Verdict): boolean {
  if (KINDS[kind].priority !== 'P2' || field === null) return false;
  if (!base.coverage.exercised.includes(operation)) return true;
  return base.findings.some(
    (other) =>
      KINDS[other.kind].priority === 'P2' &&
      other.operation === operation &&
      (other.field === null || isAbove(other.field, field)),
  );
}

/** `options` is above `options.limit`, and `/options` above `/options/limit`. */
function isAbove(outer: string, inner: string): boolean {
  return inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}/`);
}
