import { joinWords } from '../../../lib/list-words.ts';
import type { SendingMethod } from '../../../model/client-surface.ts';
import type { CallOutcome, DriverValue } from '../../../model/driver.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { OperationId } from '../../../model/operation-id.ts';
import type { ClientCall, OddAnswer } from '../../../model/trace.ts';
import type { ClientSubject } from '../../client/subject.ts';

/** A call that got an error from the recorder, and what the caller received. */
export interface PlayedError {
  readonly method: SendingMethod;
  readonly operation: OperationId;
  readonly call: ClientCall;
  readonly answer: Exclude<OddAnswer, { readonly kind: 'not-modified' | 'varied' }>;
  /** Everything that the caller can read: text, attributes, output. */
  readonly told: string;
}

export function playedErrors({ sending }: Pick<ClientSubject, 'sending'>): readonly PlayedError[] {
  return sending.flatMap((method) =>
    method.calls.flatMap((call): readonly PlayedError[] => {
      const { purpose, exchanges, outcome } = call;
      const operation = exchanges[0]?.operation;
      if (purpose.kind !== 'answer') return [];
      const { answer } = purpose;
      if (answer.kind === 'not-modified' || answer.kind === 'varied') return [];
      if (operation === undefined || operation === null || hasNoResult(outcome)) return [];
      return [{ method, operation, call, answer, told: toldBy(outcome) }];
    }),
  );
}

/** Returns true if the call exceeded its time limit, or returned before the response arrived. */
function hasNoResult(outcome: CallOutcome): boolean {
  return outcome.kind === 'timed-out' || (outcome.kind === 'returned' && outcome.early === true);
}

function toldBy(outcome: CallOutcome): string {
  switch (outcome.kind) {
    case 'returned':
      return toldText(outcome.value);
    case 'raised':
      return `${outcome.text}\n${toldText(outcome.attributes)}`;
    case 'exited':
      return `${outcome.stdout}\n${outcome.stderr}`;
    case 'timed-out':
      return '';
  }
}

/** Returns everything that the caller can read, except the response object of an HTTP library. */
export function toldText(value: DriverValue): string {
  if (Array.isArray(value)) return value.map(toldText).join('\n');
  if (!isJsonObject(value)) return String(value);
  const { $type } = value as { readonly $type?: DriverValue };
  if ($type === 'opaque') return '';
  return Object.values(value as { readonly [key: string]: DriverValue })
    .map(toldText)
    .join('\n');
}

export function listed(words: readonly (string | number)[]): string {
  return joinWords([...new Set(words.map(String))].sort());
}
