import { parseRuntimeExpression } from '../../lib/runtime-expression.ts';
import type { Contract, Field } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { CallStep } from '../../model/suite.ts';
import { allowedValues, listKeyword, readShape } from '../../schema/shape.ts';
import type { GenerateContext } from './call-context.ts';
import { producersOf, sentField } from './producers.ts';

interface Prepared {
  readonly steps: ReadonlyMap<OperationId, CallStep>;
  readonly context: GenerateContext;
}

/** Returns the fields whose value comes from a preparing step. */
export function ownedFields(contract: Contract, values: JsonObject, { steps, context }: Prepared): ReadonlySet<string> {
  const made = [...steps.values()];
  const names = Object.keys(values).filter((name) => {
    const value = values[name];
    if (typeof value !== 'string' || !value.includes('${')) return false;
    if (made.some((step) => value.startsWith(`\${${step.id}.`) || step.with[name] === value)) return true;
    return producersOf(context, contract, name).some((producer) => {
      const sent = parseRuntimeExpression(producer.value);
      const field = sent.source === 'request' ? sentField(producer.contract, sent) : undefined;
      return field !== undefined && steps.get(producer.contract.id)?.with[field.name] === value;
    });
  });
  return new Set(names);
}

/** Returns the path fields whose value is made up, so that probably no item has this value. */
export function unfedFields(contract: Contract, values: JsonObject, prepared: Prepared): readonly Field[] {
  const owned = ownedFields(contract, values, prepared);
  return contract.fields.filter(
    (field) =>
      field.place.location === 'path' &&
      !Object.hasOwn(contract.example, field.name) &&
      !isChosenHere(contract, field.name) &&
      !owned.has(field.name) &&
      !statesValues(field, prepared),
  );
}

/** Returns true if the caller of a PUT chooses the id of the new item. */
function isChosenHere({ id, method, yields, links }: Contract, name: string): boolean {
  return method === 'PUT' && (Object.hasOwn(yields, name) || links?.[name]?.some(({ from }) => from === id) === true);
}

function statesValues({ schema }: Field, { context }: Prepared): boolean {
  const shape = readShape(schema, context.contracts.schemas);
  return allowedValues(shape) !== undefined || listKeyword(shape, 'examples') !== undefined;
}
