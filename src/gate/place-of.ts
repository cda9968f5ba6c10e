import { causeId } from '../judge/causes/cause-id.ts';
import { KINDS } from '../judge/kinds.ts';
import { type Address, isGenerated, localName, scenarioOf } from '../model/address.ts';
import type { Finding } from '../model/finding.ts';
import type { OperationId } from '../model/operation-id.ts';

type Placed = Pick<Finding, 'kind' | 'cause' | 'operation' | 'field' | 'tried' | 'outcome' | 'address'>;

interface Place {
  readonly operation: OperationId;
  /** The field of the finding, or else the varied field. */
  readonly field: string;
  /** Exists only for a step of a handwritten suite. */
  readonly step?: Address;
}

/** In a ledger entry, a place is written as `notes.create title` or `notes.create at notes/keeps-text/write`. */
export function placeOf(finding: Placed): string {
  const field = fieldOf(finding);
  const step = isOwnStep(finding) ? ` at ${finding.address}` : '';
  return `${finding.operation}${field === '' ? '' : ` ${field}`}${step}`;
}

export function readPlace(place: string): Place {
  const [, about = place, step] = /^(.*) at (\S+\/\S+\/\S+)$/.exec(place) ?? [];
  const [operation = '', ...field] = about.split(' ');
  return { operation, field: field.join(' '), ...(step !== undefined && { step }) };
}

/** Empty if the cause does not depend on a field. */
function fieldOf({ kind, operation, field, tried, outcome, cause }: Placed): string {
  if (field !== null) return field;
  const isOwnTry = cause === causeId(kind, [tried?.what, outcome]);
  const isOtherTry = KINDS[kind].cause === 'try' && !cause.startsWith(`${causeId(kind, [operation])}/`);
  return isOwnTry || isOtherTry ? (tried?.about ?? '') : '';
}

/** Only causes of these kinds depend on what the step sends and expects. */
const OF_STEPS: ReadonlySet<string> = new Set(['try', 'tried-field', 'wish']);

/** The address of a recorded step ends with the operation. */
function isOwnStep({ kind, address, operation }: Placed): boolean {
  const isRecorded = localName(scenarioOf(address)) === operation;
  return OF_STEPS.has(KINDS[kind].cause) && !isGenerated(address) && !isRecorded;
}
