import { foldName } from '../../lib/fold-name.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { ContractSet, Field } from '../../model/contract.ts';
import type { MethodDescription, Parameter, TypeHint } from '../../model/driver.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ClientCall } from '../../model/trace.ts';
import { fieldsOfProfile } from '../../schema/field-tree.ts';
import { argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { MARK_PREFIX } from '../../surface/marks.ts';
import { plainBody } from '../../wire/wire-reading.ts';
import { parametersOf } from '../drivers/mcp/schema-hint.ts';
import { madeUpValue } from './made-up-value.ts';
import type { Session } from './session.ts';

interface LearnContext {
  readonly contracts: ContractSet;
  readonly profile: string;
}

/** Parameters of `**kwargs` become ordinary parameters if the documentation mentions their names. */
export function withMentioned(method: MethodDescription): MethodDescription {
  return withGuesses(
    method,
    (method.rest ?? []).map((each) => (typeof each === 'string' ? { name: each, type: ANY } : each)),
  );
}

/** Adds fields of the called operation as arguments (`**kwargs`) or as members of a `body: dict`. */
export function withFields(
  method: MethodDescription,
  base: { readonly call: ClientCall; readonly values: Values },
  { contracts, profile }: LearnContext,
): MethodDescription {
  const operation = base.call.exchanges.find((exchange) => exchange.operation !== null)?.operation;
  const contract = operation == null ? undefined : contracts.operations.get(operation);
  if (contract === undefined) return method;
  const fields = fieldsOfProfile(contract, profile).filter(({ name }) => !name.includes('.'));
  const filled = { ...method, parameters: method.parameters.map((each) => asBody(each, { ...base, fields })) };
  if (method.rest === undefined) return filled;
  const guesses = fields.filter(({ place }) => place.location === 'query' || place.location === 'body').map(toGuess);
  return withGuesses(filled, guesses);
}

/** The base call may send no field in its body. In this case, each optional parameter is tried as the whole body. */
export async function withOptionalBodies(
  session: Session,
  base: { readonly call: ClientCall; readonly values: Values },
  context: LearnContext,
): Promise<MethodDescription> {
  const { contracts } = context;
  const declared = base.call.exchanges.find(({ operation }) => operation !== null);
  const fields = contracts.operations.get(declared?.operation ?? '')?.fields ?? [];
  const body = declared === undefined ? undefined : plainBody(declared.request);
  const isEmpty = body === undefined || (isJsonObject(body) && Object.keys(body).length === 0);
  if (!isEmpty || !fields.some(({ place, whole }) => place.location === 'body' && !whole)) return session.method;
  let { method } = session;
  for (const argument of argumentsOf(method)) {
    const { path, keys, parameter, required } = argument;
    if (keys.length > 1 || required || base.values.has(path) || !isOpenType(parameter.type)) continue;
    const given = madeUpValue({ ...parameter, type: { kind: 'map', of: ANY } }, 1);
    const values = new Map([...base.values, [path, given]]);
    const call = await session.call(values, { kind: 'search' });
    method = withFields(method, { call, values }, context);
  }
  return method;
}

export function guessedNames({ parameters }: MethodDescription, declared: MethodDescription): ReadonlySet<string> {
  const known = new Set(declared.parameters.map(({ name }) => name));
  return new Set(parameters.map(({ name }) => name).filter((name) => !known.has(name)));
}

const ANY: TypeHint = { kind: 'any' };

type Guess = Pick<Parameter, 'name' | 'type'>;

function toGuess(field: Field): Guess {
  return { name: field.name, type: typeOf(field) };
}

function withGuesses(method: MethodDescription, guesses: readonly Guess[]): MethodDescription {
  const known = new Set(argumentsOf(method).map(({ keys }) => foldName(keys.at(-1) ?? '')));
  const added = guesses.filter(({ name }) => !known.has(foldName(name)));
  return {
    ...method,
    parameters: [
      ...method.parameters,
      ...added.map(({ name, type }) => ({
        name,
        type,
        required: false,
        declared: '**kwargs',
        inferred: true as const,
      })),
    ],
  };
}

function typeOf({ name, schema }: Field): TypeHint {
  const [parameter] = parametersOf({ type: 'object', properties: { [name]: schema } });
  return parameter?.type ?? ANY;
}

interface BodyContext {
  readonly call: ClientCall;
  readonly values: Values;
  readonly fields: readonly Field[];
}

/** If a map is sent as the whole body, the parameter's type gets the members that the contract declares. */
function asBody(parameter: Parameter, { call, values, fields }: BodyContext): Parameter {
  const given = values.get(parameter.name);
  const inBody = fields.filter(({ place, whole }) => place.location === 'body' && !whole);
  if (!isOpenType(parameter.type) || inBody.length === 0 || !isWholeBody(given, call)) return parameter;
  const properties: JsonObject = Object.fromEntries(inBody.map(({ name, schema }) => [name, schema]));
  const required = inBody.filter((field) => field.required).map(({ name }) => name);
  return {
    ...parameter,
    type: { kind: 'object', class: 'dict', fields: parametersOf({ type: 'object', properties, required }) },
  };
}

function isOpenType({ kind }: TypeHint): boolean {
  return kind === 'map' || kind === 'any' || kind === 'union';
}

function isWholeBody(given: unknown, { exchanges }: ClientCall): boolean {
  return exchanges.some(({ request }) => {
    const body = plainBody(request);
    if (typeof body === 'string') return typeof given === 'string' && body === given && given.startsWith(MARK_PREFIX);
    return isJsonObject(body) && typeof given === 'object' && writeJson(body) === writeJson(given);
  });
}
