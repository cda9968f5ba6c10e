import type { Blame, Expectation } from '../../model/suite.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep, refusedAs, withoutField } from './case/build-step.ts';
import { inFreshAccount } from './case/isolate-case.ts';
import { workingCall } from './case/make-call.ts';

type Declared = BehaviorOf<'confirm_header'>;

/** A call is rejected if the confirmation is missing, or if the confirmation is in another letter case. */
export function confirmHeader(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const { field, value, status, error } = behavior;
  const blame = (says: string): Blame => ({ kind: 'confirmation-not-enforced', says, field });
  const near = inOtherCase(value);
  const missing = `a call without "${field}" is rejected`;
  const wrong = `"${near}" in "${field}" is rejected`;
  const right = `"${value}" in "${field}" is accepted`;
  return {
    missing: () => called(behavior, subject, { says: missing, expect: refusedAs(status, error, blame(missing)) }),
    'wrong-value': () =>
      called(behavior, subject, { says: wrong, value: near, expect: refusedAs(status, error, blame(wrong)) }),
    right: () => called(behavior, subject, { says: right, value, expect: answeredWith(undefined, blame(right)) }),
  };
}

interface Confirmation {
  readonly says: string;
  readonly value?: string;
  readonly expect: Partial<Expectation>;
}

/** Uses a new account, because a faulty server may execute the destructive operation without the confirmation. */
function called(
  { field, value: right }: Declared,
  subject: BehaviorSubject,
  { says, value, expect }: Confirmation,
): BehaviorCase {
  const { contract, context } = subject;
  const call = workingCall(contract.id, context);
  const values = withoutField(call.with, field);
  const given = value === undefined ? values : { ...values, [field]: value };
  const plain = {
    summary: sentence(says),
    steps: [...call.setup, buildStep(contract, { id: 'call', with: given, invalid: value !== right, expect })],
  };
  return contract.destructive ? inFreshAccount(subject, plain) : plain;
}

function inOtherCase(value: string): string {
  const capital = `${value.charAt(0).toUpperCase()}${value.slice(1)}`;
  if (capital !== value) return capital;
  return value.toLowerCase() === value ? `${value}x` : value.toLowerCase();
}
