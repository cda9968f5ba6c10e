import { previewText, previewValue } from '../../lib/preview-value.ts';
import type { SignatureVector } from '../../model/signature.ts';
import type { ClientCall } from '../../model/trace.ts';
import { type ClientSubject, WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';

/** A function rejects a delivery by raising an error, by returning false, or by returning nothing in place of a value. */
export const signatureCheckDiffers: Kind = {
  title: 'The client accepts an invalid webhook signature, or rejects a valid one',
  severity: 'error',
  gravity: 102,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: (subject) => {
    const played = subject.signatureCalls.flatMap((call) => {
      const vector = vectorOf(call, subject);
      return vector === undefined ? [] : [{ call, vector }];
    });
    const manner: Manner = {
      nothingRefuses: played.some(({ call, vector }) => vector.valid && isSomething(call)),
      saysFalse: played.some(({ call, vector }) => !vector.valid && isFalse(call)),
    };
    return played.flatMap(({ call, vector }) => {
      const said = readAnswer(call, manner);
      if (said === (vector.valid ? 'accepted' : 'rejected')) return [];
      return [
        {
          ...{ operation: WHOLE_CLIENT, method: call.method, field: vector.name, call, request: 0, pointer: '' },
          expected: `${vector.valid ? 'accepted' : 'rejected'}: ${describe(vector)}`,
          observed: `${said === 'none' ? '' : `${said}: `}${describeOutcome(call)}`,
          found: describeOutcome(call),
          cause: `signature ${vector.name}`,
        },
      ];
    });
  },
};

function vectorOf({ purpose }: ClientCall, { judge }: ClientSubject): SignatureVector | undefined {
  if (purpose.kind !== 'signature') return undefined;
  const [scheme, name] = purpose.vector.split('/');
  const { signatures = [] } = judge.context.contracts;
  return signatures.find((each) => each.name === scheme)?.vectors.find((each) => each.name === name);
}

interface Manner {
  readonly nothingRefuses: boolean;
  readonly saysFalse: boolean;
}

function isSomething(call: ClientCall): boolean {
  return call.outcome.kind === 'returned' && call.outcome.value !== null && !isFalse(call);
}

function isFalse({ outcome }: ClientCall): boolean {
  return outcome.kind === 'returned' && outcome.value === false;
}

/** Returns `none` if the function neither accepts nor rejects the delivery, for example because it hangs or crashes. */
function readAnswer({ outcome }: ClientCall, { nothingRefuses, saysFalse }: Manner): 'accepted' | 'rejected' | 'none' {
  switch (outcome.kind) {
    case 'returned':
      return outcome.value === false || (outcome.value === null && nothingRefuses) ? 'rejected' : 'accepted';
    case 'raised':
      return NO_ANSWER.has(outcome.class) || (saysFalse && !outcome.own) ? 'none' : 'rejected';
    case 'exited':
      return outcome.code === 0 ? 'accepted' : 'rejected';
    case 'timed-out':
      return 'none';
  }
}

/** Errors that mean a failure of the driver itself (see src/clients/driver/raised-outcomes.ts). */
const NO_ANSWER = new Set(['process-died', 'driver-refused']);

const CHANGES: { readonly [change in SignatureVector['change']]: string } = {
  none: 'correctly signed',
  payload: 'the payload differs from the signed payload',
  signature: 'the last digit of the signature is different',
  truncated: 'the signature is truncated',
  empty: 'the signature is empty',
  'not-ascii': 'the signature has a character that is not ASCII',
  prefix: 'the signature has no prefix',
  secret: 'signed with another secret',
  timestamp: 'the timestamp differs from the signed timestamp',
  'not-a-time': 'the timestamp is not a number',
};

function describe({ change, ageMs, as, spelling, content }: SignatureVector): string {
  const time = ageMs === 0 ? '' : ` ${Math.abs(ageMs) / 1000} s ${ageMs > 0 ? 'ago' : 'later than the current time'}`;
  const form = as === 'object' ? 'as an object' : `as ${as}${spelling === 'compact' ? ' in another spelling' : ''}`;
  const shown = content.kind === 'json' ? previewValue(content.value, 60) : previewText(content.text, 60);
  return `${CHANGES[change]}${time}; ${form} ${shown}`;
}

function describeOutcome({ outcome }: ClientCall): string {
  switch (outcome.kind) {
    case 'returned':
      return `returned ${previewValue(outcome.value, 60)}`;
    case 'raised':
      return `raised ${outcome.class}: ${outcome.text}`;
    case 'exited':
      return `exit code ${outcome.code}`;
    case 'timed-out':
      return `no result after ${outcome.afterMs} ms`;
  }
}
