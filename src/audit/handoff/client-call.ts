import { writeJson } from '../../lib/json-text.ts';
import { mapValues } from '../../lib/map-values.ts';
import { shellWord } from '../../lib/shell-text.ts';
import type { Client } from '../../model/client.ts';
import type { DriverValue, MethodDescription, Parameter } from '../../model/driver.ts';
import type { ClientCall } from '../../model/trace.ts';

export function writeCall(
  call: Pick<ClientCall, 'method' | 'arguments'>,
  client: Pick<Client, 'driver' | 'command' | 'signatures'>,
  description: MethodDescription | undefined,
): string {
  switch (client.driver) {
    case 'python':
      return pythonCall(call, client, description);
    case 'node':
      return nodeCall(call, client, description);
    case 'mcp':
      return writeJson({
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: { name: call.method, arguments: plain(nested(call.arguments)) },
      });
    case 'command':
      return commandLine(call, client, description);
    case 'custom':
      return `${call.method}(${writeJson(plain(nested(call.arguments)))})`;
  }
}

type Values = { readonly [name: string]: DriverValue };

/** Converts `{ 'schedule.cron': … }` to `{ schedule: { cron: … } }`. */
function nested(values: Values): Values {
  const result: { [name: string]: DriverValue } = {};
  for (const [path, value] of Object.entries(values)) {
    const [first = '', ...rest] = path.split('.');
    if (rest.length === 0) result[first] = value;
    else {
      const before = result[first];
      const members = isMap(before) ? before : {};
      result[first] = { ...members, ...nestedBelow(members, rest, value) };
    }
  }
  return result;
}

function nestedBelow(members: Values, [first = '', ...rest]: readonly string[], value: DriverValue): Values {
  if (rest.length === 0) return { [first]: value };
  const before = members[first];
  const below = isMap(before) ? before : {};
  return { [first]: { ...below, ...nestedBelow(below, rest, value) } };
}

function isMap(value: DriverValue | undefined): value is { readonly [key: string]: DriverValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('$type' in value);
}

function pythonCall(
  { method, arguments: given }: Pick<ClientCall, 'method' | 'arguments'>,
  { signatures }: Pick<Client, 'signatures'>,
  description: MethodDescription | undefined,
): string {
  const values = inOrder(nested(given), description).map(([name, value]) => `${name}=${pythonValue(value)}`);
  const call = `${signatures?.call === method ? '' : 'client.'}${method}(${values.join(', ')})`;
  return description?.async ? `await ${call}` : call;
}

/** Sorts the arguments in the order of the method's parameters, because the trace puts the varied argument first. */
function inOrder(
  values: Values,
  description: MethodDescription | undefined,
): readonly (readonly [string, DriverValue])[] {
  const names = description?.parameters.map(({ name }) => name) ?? [];
  const rank = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.entries(values).toSorted(([a], [b]) => rank(a) - rank(b));
}

function pythonValue(value: DriverValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return writeJson(value);
  if (isList(value)) return `[${value.map(pythonValue).join(', ')}]`;
  if (isTagged(value)) {
    if (value.$type === 'datetime')
      return `datetime.fromisoformat(${writeJson(String(value.value).replace(/Z$/, '+00:00'))})`;
    if (value.$type === 'bytes') return `base64.b64decode(${writeJson(value.base64)})`;
    return pythonValue(untagged(value));
  }
  return `{${Object.entries(value)
    .map(([key, member]) => `${writeJson(key)}: ${pythonValue(member)}`)
    .join(', ')}}`;
}

function nodeCall(
  { method, arguments: given }: Pick<ClientCall, 'method' | 'arguments'>,
  { signatures }: Pick<Client, 'signatures'>,
  description: MethodDescription | undefined,
): string {
  const values = nested(given);
  const parameters = description?.parameters.map(({ name }) => name) ?? Object.keys(values);
  const last = parameters.findLastIndex((name) => Object.hasOwn(values, name));
  const written = parameters.slice(0, last + 1).map((name) => {
    const value = values[name];
    return value === undefined ? 'undefined' : nodeValue(value);
  });
  return `await ${signatures?.call === method ? '' : 'client.'}${method}(${written.join(', ')})`;
}

function nodeValue(value: DriverValue): string {
  if (typeof value !== 'object' || value === null) return writeJson(value);
  if (isList(value)) return `[${value.map(nodeValue).join(', ')}]`;
  if (isTagged(value)) {
    if (value.$type === 'datetime') return `new Date(${writeJson(String(value.value))})`;
    if (value.$type === 'bytes') return `Buffer.from(${writeJson(value.base64)}, 'base64')`;
    return nodeValue(untagged(value));
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : writeJson(key)}: ${nodeValue(member)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function commandLine(
  { method, arguments: given }: Pick<ClientCall, 'method' | 'arguments'>,
  { command }: Pick<Client, 'command'>,
  description: MethodDescription | undefined,
): string {
  const [program = '', ...words] = command;
  const parameters = description?.parameters ?? [];
  const isPositional = (name: string) => find(parameters, name)?.positional ?? !name.startsWith('-');
  const entries = inOrder(given, description);
  return [
    ...[program.split('/').at(-1) ?? program, ...words, ...method.split('.')].map(shellWord),
    ...entries.filter(([name]) => isPositional(name)).flatMap(([, value]) => textsOf(value)),
    ...entries.filter(([name]) => !isPositional(name)).flatMap(([name, value]) => optionWords(name, value)),
  ].join(' ');
}

function find(parameters: readonly Parameter[], name: string): Parameter | undefined {
  return parameters.find((each) => each.name === name);
}

function optionWords(name: string, value: DriverValue): readonly string[] {
  if (typeof value === 'boolean') return value ? [name] : [];
  return textsOf(value).flatMap((text) => [name, text]);
}

function textsOf(value: DriverValue): readonly string[] {
  if (isList(value)) return value.flatMap(textsOf);
  const bare = plain(value);
  return [shellWord(typeof bare === 'string' ? bare : writeJson(bare))];
}

function isList(value: DriverValue): value is readonly DriverValue[] {
  return Array.isArray(value);
}

type Tagged = Extract<DriverValue, { readonly $type: string }>;

function isTagged(value: DriverValue): value is Tagged {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && '$type' in value;
}

function untagged(value: Tagged): DriverValue {
  switch (value.$type) {
    case 'datetime':
      return value.value;
    case 'bytes':
      return value.base64;
    case 'enum':
      return plain(value.value);
    case 'object':
      return value.fields;
    case 'file':
      return value.name;
    default:
      return String(value.text);
  }
}

function plain(value: DriverValue): DriverValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(plain);
  if (isTagged(value)) return plain(untagged(value));
  return mapValues(value, plain);
}
