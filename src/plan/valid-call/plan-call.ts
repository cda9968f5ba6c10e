import { parseRuntimeExpression } from '../../lib/runtime-expression.ts';
import type { Contract, Field } from '../../model/contract.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { CallStep, Capture } from '../../model/suite.ts';
import { createRandom } from '../../schema/random.ts';
import { isKnown, sampleField } from '../../schema/sample-value.ts';
import { readShape } from '../../schema/shape.ts';
import { makesThing } from '../reach.ts';
import type { GenerateContext, UnfedField, ValidCall, ValidCallOptions } from './call-context.ts';
import { type ChosenActor, callStep, chooseActor, freshActor, reference } from './choose-actor.ts';
import { completeBody } from './complete-body.ts';
import { ownName, withPrefix } from './own-values.ts';
import { ownedFields, unfedFields } from './owned-fields.ts';
import { isCallable, type Producer, producersOf, sentField } from './producers.ts';

/** A call that is as valid as possible. If the call may still fail, the member `unproven` says why. */
export interface PlannedCall extends ValidCall {
  readonly unproven?: string;
  /** Fields whose values identify items that the preparing steps created. */
  readonly owned: ReadonlySet<string>;
  /** Path fields whose values no known operation provides. Path fields of the preparing steps are included. */
  readonly unfed: readonly UnfedField[];
}

/** Chooses the values of a call, and the steps that create the items to which these values refer. */
export function planCall(
  operation: OperationId,
  context: GenerateContext,
  options: ValidCallOptions = {},
): PlannedCall {
  const contract = contractOf(operation, context);
  const fresh = options.fresh === true ? freshActor(context.contracts) : undefined;
  const work: Work = {
    context,
    prefix: options.prefix ?? '',
    steps: new Map(),
    unproven: [],
    unfed: [],
    ...(fresh !== undefined && { caller: fresh.caller }),
  };
  const values = planFields(contract, work, {
    full: options.fields === 'all',
    given: options.given ?? {},
    above: new Set(),
  });
  const setup = [...(fresh === undefined ? [] : [fresh.step]), ...work.steps.values()];
  const [unproven] = work.unproven;
  return {
    setup,
    with: values,
    ...callerOf(contract, work),
    owned: ownedFields(contract, values, work),
    unfed: work.unfed,
    ...(unproven !== undefined && { unproven }),
  };
}

interface Work {
  readonly context: GenerateContext;
  readonly prefix: string;
  /** The preparing calls in order, at most one per operation. */
  readonly steps: Map<OperationId, CallStep>;
  readonly unproven: string[];
  readonly unfed: UnfedField[];
  readonly caller?: ChosenActor;
}

interface Wish {
  readonly full: boolean;
  /** Values that are already fixed, for example by a later call on the same item. */
  readonly given: JsonObject;
  readonly above: ReadonlySet<OperationId>;
}

function planFields(contract: Contract, work: Work, wish: Wish): JsonObject {
  const inside = { ...wish, above: new Set([...wish.above, contract.id]) };
  const wanted = contract.fields.filter((field) =>
    isWanted(field, contract, { profile: work.context.profile, full: wish.full }),
  );
  const values: Record<string, Json> = {};
  for (const field of wanted) {
    const value = fieldValue(contract, field, { work, wish: inside });
    if (value !== undefined) values[field.name] = value;
    else if (field.required) work.unproven.push(`no value is known for "${field.name}" of ${contract.id}`);
  }
  completeValues(contract, values, { work, wish: inside });
  for (const id of contract.after) callBefore(id, values, { work, wish: inside });
  for (const { name } of unfedFields(contract, values, work)) {
    if (Object.hasOwn(wish.given, name)) continue;
    work.unfed.push({ operation: contract.id, field: name });
    work.unproven.push(
      `no operation is known to provide "${name}" of ${contract.id}: add \`links: { ${name}: { from: OPERATION, value: $response.body#/id } }\` or \`example: { ${name}: … }\` to the contract`,
    );
  }
  return values;
}

function completeValues(contract: Contract, values: Record<string, Json>, scope: Scope): void {
  const completed = completeBody(contract, values, scope.work.context);
  if (completed === undefined) {
    scope.work.unproven.push(`no values are known that fulfil the body_conditions of ${contract.id}`);
    return;
  }
  for (const field of contract.fields) {
    const { name } = field;
    const value = Object.hasOwn(values, name) ? undefined : completed[name];
    if (value !== undefined) values[name] = fieldValue(contract, field, scope) ?? value;
  }
}

interface FieldScope {
  readonly profile: string;
  readonly full: boolean;
}

/** Leaves out an optional field whose example is null. Such a field must not be sent together with other fields. */
function isWanted(field: Field, { example }: Contract, { profile, full }: FieldScope): boolean {
  if (!isKnown(field, profile)) return false;
  if (field.required) return true;
  if (Object.hasOwn(example, field.name)) return example[field.name] !== null;
  return full;
}

interface Scope {
  readonly work: Work;
  readonly wish: Wish;
}

function fieldValue(contract: Contract, field: Field, { work, wish }: Scope): Json | undefined {
  const { given, full } = wish;
  if (Object.hasOwn(given, field.name)) return given[field.name];
  const example = contract.example[field.name];
  if (example !== undefined && example !== null) return withPrefix(example, work.prefix);
  return producedValue(contract, field, { work, wish }) ?? sampledValue(contract, field, { work, full });
}

function producedValue(contract: Contract, field: Field, { work, wish }: Scope): Json | undefined {
  const producers = producersOf(work.context, contract, field.name);
  const made = producers.find(({ contract }) => work.steps.has(contract.id));
  const mayRepeat = wish.full && !field.required;
  const producer = made ?? producers.find(({ contract }) => mayRepeat || !wish.above.has(contract.id));
  if (producer === undefined) return undefined;
  const step = addStep(producer.contract, { work, wish: { full: false, given: {}, above: wish.above } });
  return step === undefined ? undefined : linkedValue({ contract, field, producer, step }, work);
}

interface LinkedStep {
  readonly contract: Contract;
  readonly field: Field;
  readonly producer: Producer;
  readonly step: CallStep;
}

/** Returns the value that the step provides: a reference to its response, or a value from its request. */
function linkedValue({ contract, field, producer, step }: LinkedStep, work: Work): Json | undefined {
  const expression = parseRuntimeExpression(producer.value);
  switch (expression.source) {
    case 'response-body':
      return reference(step.id, expression.pointer);
    case 'request': {
      const sent = sentField(producer.contract, expression);
      return sent === undefined ? undefined : step.with[sent.name];
    }
    case 'response-header': {
      // A path field gets only a part of the URL in `Location`, and every other field gets the whole header.
      const hole = `{${field.place.name}}`;
      const isPart = field.place.location === 'path' && /location$/i.test(expression.name);
      const template = contract.path.slice(0, contract.path.indexOf(hole) + hole.length);
      const capture: Capture = isPart
        ? { from: 'location', path: template }
        : { from: 'header', path: expression.name };
      const name = `${step.id}.header-${field.name}`;
      work.steps.set(producer.contract.id, { ...step, capture: { ...step.capture, [name]: capture } });
      return `\${${name}}`;
    }
  }
}

function callBefore(id: OperationId, values: JsonObject, { work, wish }: Scope): void {
  const contract = work.context.contracts.operations.get(id);
  if (contract === undefined || !isCallable(contract, work.context.profile)) return;
  addStep(contract, { work, wish: { full: false, given: values, above: wish.above } });
}

function addStep(contract: Contract, { work, wish }: Scope): CallStep | undefined {
  const made = work.steps.get(contract.id);
  if (made !== undefined) return made;
  const values = planFields(contract, work, wish);
  const id = `${work.prefix}${contract.id.replaceAll('.', '-')}`;
  const step = callStep(contract, { id, with: values, caller: callerOf(contract, work) });
  work.steps.set(contract.id, step);
  return step;
}

function callerOf(contract: Contract, { context, caller }: Work): ChosenActor {
  const { contracts, actors } = context;
  const suits = caller?.auth !== undefined && contract.auth.includes(caller.auth.kind);
  return caller !== undefined && suits ? caller : chooseActor(contract, contracts, actors);
}

function sampledValue(
  contract: Contract,
  field: Field,
  { work, full }: { readonly work: Work; readonly full: boolean },
): Json | undefined {
  const { seed, profile, contracts } = work.context;
  const { schemas } = contracts;
  const value = sampleField(field, {
    label: `${work.prefix}${field.name}`,
    random: createRandom(seed, [contract.id, field.name, ...(work.prefix === '' ? [] : [work.prefix])]),
    schemas,
    profile,
    full,
  });
  return isNaming(field) && contract.method === 'POST' && makesThing(contract, schemas)
    ? ownName(value, readShape(field.schema, schemas), work.prefix)
    : value;
}

function isNaming({ name, place }: Field): boolean {
  return place.location === 'body' && /^(?:name|title|slug|label)$/i.test(name);
}

function contractOf(operation: OperationId, { contracts }: GenerateContext): Contract {
  const contract = contracts.operations.get(operation);
  if (contract === undefined) throw new Error(`expected a contract for "${operation}"`);
  return contract;
}
