import { foldName } from '../lib/fold-name.ts';
import { addTo } from '../lib/group-by.ts';
import { listWords } from '../lib/list-words.ts';
import { plural } from '../lib/plural.ts';
import type { ConstructCall } from '../model/client.ts';
import type { ClientSurface } from '../model/client-surface.ts';
import type { Contract } from '../model/contract.ts';
import type { MethodDescription, Parameter } from '../model/driver.ts';
import { allFields } from '../schema/field-tree.ts';
import { objectMembers } from '../schema/members.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { argumentsOf, membersOf } from './arguments-of.ts';

/** Arguments that configure the client and are not fields of the API: `timeout`, `options.headers`, `params.request.signal`. */
export interface ClientOptions {
  /** Each shared argument is tried in only one method. The map contains this method's name. */
  readonly shared: ReadonlyMap<string, string>;
  /** The constructor's settings for the base URL and the API key, in lower case: `baseurl`. */
  readonly settings: ReadonlySet<string>;
}

/** Names of transport settings, unless the contract declares a field with this name. */
const TRANSPORT = new Set(
  [
    ...['headers', 'extraHeaders', 'additionalHeaders', 'customHeaders', 'extraQuery', 'extraBody', 'baseUrl', 'fetch'],
    ...['signal', 'abortSignal', 'fetchOptions', 'requestInit', 'userAgent'],
    ...[
      'requestOptions',
      'httpOptions',
      'agent',
      'httpAgent',
      'httpClient',
      'maxRetries',
      'maxNetworkRetries',
      'proxy',
    ],
  ].map(foldName),
);

/** Only a call shows whether `timeout` is a setting of the client or a field of the API. */
export function isTimeLimit(name: string): boolean {
  return /^(request)?timeout(ms|seconds)?$/.test(foldName(name));
}

/** An argument of fewer methods than this may be a field of several operations, so it does not count as shared. */
const FEWEST_METHODS = 8;

export function clientOptions(methods: readonly MethodDescription[], construct: ConstructCall | null): ClientOptions {
  const having = new Map<string, string[]>();
  for (const method of methods) for (const { path } of argumentsOf(method)) addTo(having, path, method.name);
  const most = Math.max(FEWEST_METHODS, methods.length * 0.6);
  const isFilled = (value: unknown) => typeof value === 'string' && /\$\{(base_url|api_key)\}/.test(value);
  return {
    shared: new Map(
      [...having].flatMap(([path, names]) => (names.length >= most ? [[path, names.toSorted()[0] ?? '']] : [])),
    ),
    settings: new Set(
      Object.entries(construct?.kwargs ?? {}).flatMap(([k, value]) => (isFilled(value) ? foldName(k) : [])),
    ),
  };
}

/** Fills `options` with the method's settings. An argument that is a field of a contract is no setting. */
export function withOptions(
  method: MethodDescription,
  { shared, settings }: ClientOptions,
  contracts: readonly Contract[],
  schemas: SchemaRegistry = new Map(),
): MethodDescription {
  const declared = declaredNames(contracts, schemas);
  const bags = new Set(method.parameters.filter(isBag).map(({ name }) => name));
  const headers = new Set(
    contracts.flatMap(allFields).flatMap(({ place }) => (place.location === 'header' ? foldName(place.name) : [])),
  );
  // A shared argument is tried in one method, because the argument may be a misspelled field of the API.
  const isShared = (path: string) => shared.has(path) && shared.get(path) !== method.name;
  const isOption = (path: string, keys: readonly string[]) => {
    const names = keys.map(foldName);
    // In an object of request settings, `method`, `body` and `query` are settings, even if the contract has such fields.
    if (bags.has(keys[0] ?? '')) return !headers.has(names.at(-1) ?? '');
    if (declared.has(names.at(-1) ?? '')) return false;
    return isShared(path) || names.some((name) => (TRANSPORT.has(name) || settings.has(name)) && !declared.has(name));
  };
  const options = argumentsOf(method).filter(
    ({ path, keys, required, parameter }) => !required && !parameter.required && isOption(path, keys),
  );
  return options.length === 0 ? method : { ...method, options: options.map(({ path }) => path) };
}

const FEWEST_SETTINGS = 3;

/** Returns true for an optional object of request settings: `{ headers, timeout, maxRetries, … }`. */
function isBag({ required, type }: Parameter): boolean {
  const members = membersOf(type);
  const settings = members.filter(({ name }) => TRANSPORT.has(foldName(name)) || isTimeLimit(name));
  return !required && settings.length >= FEWEST_SETTINGS && members.every((member) => !member.required);
}

/** Returns the names of all fields and of their members, because an argument may have the name of a member. */
export function declaredNames(contracts: readonly Contract[], schemas: SchemaRegistry): ReadonlySet<string> {
  const fields = contracts.flatMap(allFields);
  const names = fields.flatMap(({ name, place, schema }) => [
    name.split('.').at(-1) ?? '',
    place.name,
    ...objectMembers(schema, schemas).properties.keys(),
  ]);
  return new Set(names.map(foldName));
}

/** Describes in one line the arguments that configure a client, or returns null if there are none. */
export function sayOptions({ description, methods }: Pick<ClientSurface, 'description' | 'methods'>): string | null {
  const steering = new Map(
    methods.map((method) => {
      const read = method.state === 'sends' ? method.arguments : [];
      return [method.name, read.flatMap(({ path, state }) => (state === 'client-side' ? [path] : []))] as const;
    }),
  );
  const seen = description.methods.map(({ name, options = [] }) => [...options, ...(steering.get(name) ?? [])]);
  const having = seen.filter(({ length }) => length > 0);
  const paths = [...new Set(having.flat())].sort();
  if (paths.length === 0) return null;
  const have = having.length === 1 ? 'has' : 'have';
  return `${plural(having.length, 'method')} ${have} arguments that only configure the client, so these arguments are not judged: ${listWords(paths, MOST_SHOWN)}`;
}

const MOST_SHOWN = 20;
