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

/** Tests that the owner is accepted, that another user is rejected, and that a call without the header gets the declared result. */
export function ownershipHeader(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const { field, status, error, absent } = behavior;
  const blame = (says: string): Blame => ({ kind: 'ownership-not-enforced', says, field });
  const owner = `the owner in "${field}" is accepted`;
  const stranger = `another user in "${field}" is rejected`;
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

/** Returns the owner, which a field with the same name has set. */
function ownerIn({ setup, with: values }: MadeCall, field: string): Json {
  const said = setup.findLast((step) => step.with[field] !== undefined)?.with[field] ?? values[field];
  if (said === undefined) throw new CannotCall(`no earlier step determines the owner in "${field}"`);
  return said;
}
