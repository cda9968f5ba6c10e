import { causeId } from '../judge/causes/cause-id.ts';
import { KINDS } from '../judge/kinds.ts';
import { type Address, isGenerated, localName, scenarioOf } from '../model/address.ts';
import type { Finding } from '../model/finding.ts';
import type { OperationId } from '../model/operation-id.ts';

type Placed = Pick<Finding, 'kind' | 'cause' | 'operation' | 'field' | 'tried' | 'outcome' | 'address'>;

/** Where a cause occurs. */
interface Place {
  readonly operation: OperationId;
  /** The field that the finding is about or that was varied. Empty if the finding is not about a field. */
  readonly field: string;
  /** The step, if it belongs to a suite and may fail for a reason that no other step has. */
  readonly step?: Address;
}

/**
 * Returns the place where a cause occurs, as ledger entries list it: the operation, the field, and the step of a suite.
 * Examples are `notes.create title` and `notes.create at notes/keeps-text/write`.
 */
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
 * Returns the field that the finding is about. If the finding is about no field, returns the field that was varied. Returns
 * an empty text if the field is not part of the cause, for example if every call of the operation fails.
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
 * Returns true for a finding of a handwritten step that depends on what this step sends and expects. If another step fails as
 * well, that is another failure. Recorded traffic is different: it has no handwritten steps, and its addresses are numbers.
 */
function isOwnStep({ kind, address, operation }: Placed): boolean {
  const isRecorded = localName(scenarioOf(address)) === operation;
  return OF_STEPS.has(KINDS[kind].cause) && !isGenerated(address) && !isRecorded;
}
