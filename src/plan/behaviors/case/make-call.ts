import type { Contract } from '../../../model/contract.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { OperationId } from '../../../model/operation-id.ts';
import type { CallStep } from '../../../model/suite.ts';
import { coversProfile } from '../../plan-target.ts';
import type { GenerateContext, ValidCallOptions } from '../../valid-call/call-context.ts';
import { reference } from '../../valid-call/choose-actor.ts';
import { validCall } from '../../valid-call/valid-call.ts';
import { CannotCall } from './behavior-case.ts';
import { firstName, referencedNames } from './references.ts';

export interface MadeCall {
  readonly setup: readonly CallStep[];
  readonly with: JsonObject;
}

/** Builds a call that must succeed, and the steps that must run before the call. @throws CannotCall */
export function workingCall(
  operation: OperationId,
  context: GenerateContext,
  options: ValidCallOptions = {},
): MadeCall {
  operationOf(operation, context);
  const call = validCall(operation, context, options);
  if ('blocked' in call) throw new CannotCall(call.blocked);
  return call;
}

interface BareCallOptions {
  readonly given?: JsonObject;
  readonly prefix: string;
}

/** Builds a call, and only those preparing steps that the call needs. @throws CannotCall */
export function bareCall(operation: OperationId, context: GenerateContext, options: BareCallOptions): MadeCall {
  const call = workingCall(operation, context, options);
  const values = { ...call.with, ...options.given };
  return { setup: neededSteps(call.setup, values), with: values };
}

/** Selects the steps to which a value refers, directly or through other steps. */
export function neededSteps(steps: readonly CallStep[], value: unknown): readonly CallStep[] {
  const needed = new Set(referencedNames(value));
  const kept = steps.toReversed().filter((step) => {
    if (!isNamed(step, needed)) return false;
    for (const name of referencedNames([step.with, step.auth, step.extra, step.raw])) needed.add(name);
    return true;
  });
  return kept.reverse();
}

export interface Thing {
  readonly contract: Contract;
  readonly with: JsonObject;
  readonly step?: string;
}

/** Builds a call on an item. The ids come from `thing.with`, or from the response to `thing.step`. */
export function callOnThing(
  operation: OperationId,
  thing: Thing,
  options: BareCallOptions & { readonly context: GenerateContext },
): MadeCall {
  const target = operationOf(operation, options.context);
  const links = target.fields.flatMap(({ name, required, place }) => {
    if (!required && place.location !== 'path') return [];
    const value = linkTo(name, thing);
    return value === undefined ? [] : [[name, value] as const];
  });
  return bareCall(operation, options.context, {
    ...options,
    given: { ...Object.fromEntries(links), ...options.given },
  });
}

/** Throws `CannotCall` if the profile does not have the operation. */
export function operationOf(operation: OperationId, { contracts, profile }: GenerateContext): Contract {
  const contract = contracts.operations.get(operation);
  if (contract === undefined) throw new CannotCall(`there is no operation ${operation}`);
  if (!coversProfile(contract.profiles, profile))
    throw new CannotCall(`${operation} is not in the profile "${profile}"`);
  return contract;
}

function linkTo(field: string, { contract, step, with: values }: Thing) {
  const yielded = contract.yields[field];
  return yielded !== undefined && step !== undefined ? reference(step, yielded) : values[field];
}

function isNamed(step: CallStep, names: ReadonlySet<string>): boolean {
  return names.has(step.id) || Object.keys(step.capture).some((name) => names.has(firstName(name)));
}

/** Returns the largest allowed page size as a field, such as `{ limit: 100 }`. */
export function widestPage(contract: Contract): JsonObject {
  const pagination = contract.behaviors.find((behavior) => behavior.kind === 'pagination');
  const field = contract.fields.find(({ name }) => name === pagination?.limit);
  const most = field !== undefined && isJsonObject(field.schema) ? field.schema.maximum : undefined;
  return field === undefined || typeof most !== 'number' ? {} : { [field.name]: most };
}
