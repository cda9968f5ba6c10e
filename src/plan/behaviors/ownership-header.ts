import type { Json } from '../../model/json.ts';
import type { Blame, Expectation } from '../../model/suite.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  CannotCall,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep, refusedAs, withoutField } from './case/build-step.ts';
import { type MadeCall, workingCall } from './case/make-call.ts';

type Declared = BehaviorOf<'ownership_header'>;

/** Tests that a call with the right owner in the header is accepted, and that a call with a wrong owner is rejected. */
export function ownershipHeader(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const { field, status, error, absent } = behavior;
  const blame = (says: string): Blame => ({ kind: 'ownership-not-enforced', says, field });
  const owner = `a call with the owner in "${field}" is accepted`;
  const stranger = `a call with another user in "${field}" is rejected`;
  const nobody = `a call without "${field}" is ${absent === 'accepted' ? absent : 'rejected'}`;
  return {
    right: () =>
      called(behavior, subject, {
        says: owner,
        value: (right) => right,
        expect: answeredWith(undefined, blame(owner)),
      }),
    wrong: () =>
      called(behavior, subject, {
        says: stranger,
        value: (right) => (typeof right === 'string' ? `${right}-not` : 'somebody-else'),
        expect: refusedAs(status, error, blame(stranger)),
      }),
    absent: () =>
      called(behavior, subject, {
        says: nobody,
        value: () => undefined,
        expect:
          absent === 'accepted' ? answeredWith(undefined, blame(nobody)) : refusedAs(status, error, blame(nobody)),
      }),
  };
}

interface OwnedCall {
  readonly says: string;
  readonly value: (right: Json) => Json | undefined;
  readonly expect: Partial<Expectation>;
}

function called(
  { field }: Declared,
  { contract, context }: BehaviorSubject,
  { says, value, expect }: OwnedCall,
): BehaviorCase {
  const call = workingCall(contract.id, context, { fields: 'all' });
  const given = value(ownerIn(call, field));
  const values = withoutField(call.with, field);
  return {
    summary: sentence(says),
    steps: [
      ...call.setup,
      buildStep(contract, { id: 'call', with: given === undefined ? values : { ...values, [field]: given }, expect }),
    ],
  };
}

/** Takes the owner from an earlier step, or else from the tested call. */
function ownerIn({ setup, with: values }: MadeCall, field: string): Json {
  const said = setup.findLast((step) => step.with[field] !== undefined)?.with[field] ?? values[field];
  if (said === undefined)
    throw new CannotCall(`neither an earlier step nor the call gives "${field}", so the owner is unknown`);
  return said;
}
