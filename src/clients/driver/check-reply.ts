import { tryParseJson } from '../../lib/json-text.ts';
import {
  type CallOutcome,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverReply,
  type MethodDescription,
} from '../../model/driver.ts';
import { isJsonObject } from '../../model/json.ts';

export function readReply(line: string): DriverReply | undefined {
  const value = tryParseJson(line);
  if (!isJsonObject(value) || typeof value.id !== 'number') return undefined;
  if (isJsonObject(value.error))
    return typeof value.error.code === 'string' && typeof value.error.message === 'string'
      ? (value as unknown as DriverReply) // safe cast: every member was checked
      : undefined;
  // safe cast: the caller checks the values of `ok`, `method` and `busy`
  return 'ok' in value || 'method' in value || 'busy' in value ? (value as unknown as DriverReply) : undefined;
}

export function descriptionProblem(value: unknown): string | undefined {
  if (!isJsonObject(value)) return "the driver's reply to start is not a description of the client";
  if (value.protocol !== DRIVER_PROTOCOL)
    return `the driver uses version ${JSON.stringify(value.protocol)} of the protocol, but this wireparity needs version ${DRIVER_PROTOCOL}`;
  const missing = ['errors', 'versions'].find((key) => !Array.isArray(value[key]));
  return missing && `the driver's description lacks the list "${missing}"`;
}

export function methodProblem(method: unknown): string | undefined {
  const isWhole = isJsonObject(method) && typeof method.name === 'string' && Array.isArray(method.parameters);
  return isWhole ? undefined : "the driver's description contains a method without `name` or `parameters`";
}

export function isMethod(value: unknown): value is MethodDescription {
  return methodProblem(value) === undefined;
}

export function isDescription(value: unknown): value is ClientStarted {
  return descriptionProblem(value) === undefined;
}

const OUTCOMES: { readonly [kind: string]: readonly string[] } = {
  returned: ['value'],
  raised: ['class', 'bases', 'text', 'attributes', 'own'],
  exited: ['code', 'stdout', 'stderr'],
  'timed-out': ['afterMs'],
} satisfies Record<CallOutcome['kind'], readonly string[]>;

export function isOutcome(value: unknown): value is CallOutcome {
  if (!isJsonObject(value) || typeof value.kind !== 'string') return false;
  const members = Object.hasOwn(OUTCOMES, value.kind) ? OUTCOMES[value.kind] : undefined;
  return members?.every((member) => member in value) ?? false;
}
