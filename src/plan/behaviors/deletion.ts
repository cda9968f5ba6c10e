import type { Delete, DeletedFrom } from '../../model/behavior.ts';
import type { Json } from '../../model/json.ts';
import type { Blame, CallStep } from '../../model/suite.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorSubject,
  CannotCall,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep, refusedAs } from './case/build-step.ts';
import { bodyAt } from './case/expected-body.ts';
import { callOnThing, type MadeCall, operationOf, widestPage, workingCall } from './case/make-call.ts';

/** Tests that a deleted item cannot be read or listed, and that a second deletion gets the declared response. */
export function deletion(behavior: Delete, subject: BehaviorSubject): BehaviorCases {
  const { read, status, error, again, list } = behavior;
  return {
    ...(read === undefined || status === undefined ? {} : { read: () => readAfter(subject, { read, status, error }) }),
    ...(again === undefined ? {} : { again: () => deletedAgain(subject, again) }),
    ...(list === undefined ? {} : { listed: () => listedAfter(subject, list) }),
  };
}

interface ReadAfter {
  readonly read: string;
  readonly status: number;
  readonly error: string | undefined;
}

function readAfter(subject: BehaviorSubject, { read, status, error }: ReadAfter): BehaviorCase {
  return afterDeletion(subject, 'a deleted item cannot be read', (call, blame) => {
    const { contract, context } = subject;
    const target = operationOf(read, context);
    const reading = callOnThing(read, { contract, with: call.with }, { context, prefix: 'read-' });
    return [
      ...reading.setup,
      buildStep(target, { id: 'read', with: reading.with, expect: refusedAs(status, error, blame) }),
    ];
  });
}

function deletedAgain(subject: BehaviorSubject, status: number): BehaviorCase {
  return afterDeletion(subject, `a second deletion returns ${status}`, (call, { says }) => [
    buildStep(subject.contract, {
      id: 'again',
      with: call.with,
      expect: answeredWith(undefined, { kind: 'not-idempotent', says }, status),
    }),
  ]);
}

function listedAfter(subject: BehaviorSubject, list: DeletedFrom): BehaviorCase {
  return afterDeletion(subject, 'a deleted item is not listed', (call, blame) => {
    const { contract, context } = subject;
    const target = operationOf(list.call, context);
    const page = widestPage(target);
    const listing = callOnThing(list.call, { contract, with: call.with }, { context, prefix: 'list-', given: page });
    const gone = { $not: { $contains: bodyAt(list.key, identity(subject, list, call)) } };
    return [
      ...listing.setup,
      buildStep(target, { id: 'list', with: listing.with, expect: answeredWith(bodyAt(list.items, gone), blame) }),
    ];
  });
}

function afterDeletion(
  { contract, context }: BehaviorSubject,
  says: string,
  follow: (call: MadeCall, blame: Blame) => readonly CallStep[],
): BehaviorCase {
  const call = workingCall(contract.id, context);
  const blame: Blame = { kind: 'delete-not-effective', says, operation: contract.id };
  return {
    summary: sentence(says),
    steps: [...call.setup, buildStep(contract, { id: 'deleted', with: call.with }), ...follow(call, blame)],
  };
}

function identity({ contract }: BehaviorSubject, { field }: DeletedFrom, { with: values }: MadeCall): Json {
  const name = field ?? contract.fields.findLast(({ place }) => place.location === 'path')?.name ?? '';
  const value = values[name];
  if (value === undefined)
    throw new CannotCall(
      `it is unknown which field of ${contract.id} identifies the deleted item: set "list.field" of the behavior to a field that the call sends`,
    );
  return value;
}
