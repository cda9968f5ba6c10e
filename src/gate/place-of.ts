import { causeId } from '../judge/causes/cause-id.ts';
import { KINDS } from '../judge/kinds.ts';
import { type Address, isGenerated, localName, scenarioOf } from '../model/address.ts';
import type { Finding } from '../model/finding.ts';
import type { OperationId } from '../model/operation-id.ts';

type Placed = Pick<Finding, 'kind' | 'cause' | 'operation' | 'field' | 'tried' | 'outcome' | 'address'>;

interface Place {
  readonly operation: OperationId;
  /** The field that the finding is about or that was varied. Empty if the finding is not about a field. */
  readonly field: string;
  /** The step of a suite. It may fail for another reason than the other steps of the operation. */
  readonly step?: Address;
}

/** Returns a place as ledger entries list it, for example `notes.create title` or `notes.create at notes/keeps-text/write`. */
export function placeOf(finding: Placed): string {
  const field = fieldOf(finding);
  const step = isOwnStep(finding) ? ` at ${finding.address}` : '';
  return `${finding.operation}${field === '' ? '' : ` ${field}`}${step}`;
}

/** Reads a place that {@link placeOf} has written. */
export function readPlace(place: string): Place {
  const [, about = place, step] = /^(.*) at (\S+\/\S+\/\S+)$/.exec(place) ?? [];
  const [operation = '', ...field] = about.split(' ');
  return { operation, field: field.join(' '), ...(step !== undefined && { step }) };
}

/**
 * Returns the field of the finding, or else the field that was varied. Empty if the field is not part of the cause, for
 * example if every call of the operation fails.
 */
function fieldOf({ kind, operation, field, tried, outcome, cause }: Placed): string {
  if (field !== null) return field;
  const isOwnTry = cause === causeId(kind, [tried?.what, outcome]);
  const isOtherTry = KINDS[kind].cause === 'try' && !cause.startsWith(`${causeId(kind, [operation])}/`);
  return isOwnTry || isOtherTry ? (tried?.about ?? '') : '';
}

/** Kinds of findings that depend on what the step sends and expects. */
const OF_STEPS: ReadonlySet<string> = new Set(['try', 'tried-field', 'wish']);

/**
 * Returns true if the finding depends on what a handwritten step sends and expects. Another failing step then shows another
 * failure. Recorded traffic has no handwritten steps: the addresses are numbers.
 */
function isOwnStep({ kind, address, operation }: Placed): boolean {
  const isRecorded = localName(scenarioOf(address)) === operation;
  return OF_STEPS.has(KINDS[kind].cause) && !isGenerated(address) && !isRecorded;
}
