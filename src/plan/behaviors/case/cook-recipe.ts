import type { Recipe, RecipeCall } from '../../../model/behavior.ts';
import type { Contract } from '../../../model/contract.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { CallStep } from '../../../model/suite.ts';
import type { GenerateContext } from '../../valid-call/call-context.ts';
import { buildStep } from './build-step.ts';
import { bareCall, operationOf, type Thing } from './make-call.ts';
import { firstName, replaceInMembers } from './references.ts';

interface CookOptions {
  readonly context: GenerateContext;
  /** Prefix of all step ids, such as `match-`. In a recipe, `${copy}` is the prefix without the dash. */
  readonly prefix: string;
  /** Values of the tested call, for references such as `${call.field}` in a recipe. */
  readonly call?: JsonObject;
}

export interface Cooked {
  readonly steps: readonly CallStep[];
  readonly item: Thing & { readonly step: string };
  /** Replaces references to calls of the recipe with references to the steps of these calls. */
  readonly resolve: (value: JsonObject) => JsonObject;
}

const ITEM = 'item';

/** Builds the steps for all calls of a recipe, and their preparing steps. @throws CannotCall */
export function cookRecipe(recipe: Recipe, options: CookOptions): Cooked {
  const calls = recipe.map((each, index) => ({ ...each, id: each.id ?? `made-${index + 1}` }));
  const resolve = (value: JsonObject) => resolveNames(value, calls, options);
  const cooked = calls.map((each) => cookCall(each, resolve, options));
  const named = calls.findIndex(({ id }) => id === ITEM);
  const made = cooked.at(named)?.at(-1); // if no call is named `item`, the last call creates the item
  if (made === undefined) throw new Error('expected a recipe of at least one call');
  const item = { contract: operationOf(made.call, options.context), with: made.with, step: made.id };
  return { steps: cooked.flat(), item, resolve };
}

/** Repeats the step that created the item, and all later steps, under new ids. */
export function cookAnother({ steps, item }: Cooked, suffix: string): readonly CallStep[] {
  const tail = steps.slice(steps.findIndex(({ id }) => id === item.step));
  const ids = new Set(tail.map(({ id }) => id));
  const renamed = (expression: string): Json | undefined => {
    const name = firstName(expression);
    return ids.has(name) ? `\${${name}${suffix}${expression.slice(name.length)}}` : undefined;
  };
  return tail.map((step) => ({ ...step, id: `${step.id}${suffix}`, with: replaceInMembers(step.with, renamed) }));
}

type NamedCall = RecipeCall & { readonly id: string };

function cookCall(
  { id, call, with: given = {} }: NamedCall,
  resolve: (value: JsonObject) => JsonObject,
  { context, prefix, call: under = {} }: CookOptions,
): readonly CallStep[] {
  const contract = operationOf(call, context);
  const values = { ...sharedPath(contract, under), ...resolve(given) };
  const ready = bareCall(call, context, { prefix: `${prefix}${id}-`, given: values });
  return [...ready.setup, buildStep(contract, { id: `${prefix}${id}`, with: ready.with })];
}

/** A recipe creates its items under the same parent as the tested call. */
function sharedPath(contract: Contract, under: JsonObject): JsonObject {
  const names = contract.fields.filter(({ place }) => place.location === 'path').map(({ name }) => name);
  return Object.fromEntries(Object.entries(under).filter(([name]) => names.includes(name)));
}

function resolveNames(value: JsonObject, calls: readonly NamedCall[], { prefix, call = {} }: CookOptions): JsonObject {
  const ids = new Set(calls.map(({ id }) => id));
  return replaceInMembers(value, (expression) => {
    const name = firstName(expression);
    const rest = expression.slice(name.length);
    if (expression === 'copy') return prefix.replace(/-$/, '');
    if (ids.has(name)) return `\${${prefix}${name}${rest}}`;
    return name === 'call' ? call[rest.slice(1)] : undefined;
  });
}
