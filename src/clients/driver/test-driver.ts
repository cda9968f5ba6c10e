import { DRIVER_PROTOCOL, type DriverCall, type MethodDescription, type TypeHint } from '../../model/driver.ts';
import { isJsonObject } from '../../model/json.ts';
import { madeUpValue } from '../trace/made-up-value.ts';
import { descriptionProblem, isDescription, isMethod, isOutcome, methodProblem } from './check-reply.ts';
import type { DriverEvent, DriverProcess } from './driver-process.ts';
import type { DriverOptions } from './driver-settings.ts';
import { openProcess, startRequest } from './start-life.ts';

interface DriverCheck {
  readonly rule: string;
  readonly problem: string | null;
}

interface DriverTest extends DriverOptions {
  /** Returns how many requests reached the client's base URL after the previous call of `takeRequests`. */
  readonly takeRequests: () => Promise<number>;
}

const LONGEST_LINE = 64 * 1024 * 1024;
const SHORT_MS = 10_000;
const MOST_METHODS = 20;

/**
 * Stops at the first violated rule, because later rules depend on earlier rules.
 * @throws client-failed if the driver's program cannot be started
 */
export async function testDriver(test: DriverTest): Promise<readonly DriverCheck[]> {
  const checks: DriverCheck[] = [];
  for (const [rule, check] of RULES) {
    const problem = await inProcess(test, (process) => check(process, test));
    checks.push({ rule, problem });
    if (problem !== null) break;
  }
  return checks;
}

async function inProcess<T>(test: DriverTest, use: (process: DriverProcess) => Promise<T>): Promise<T> {
  const provided = { base_url: test.baseUrl, api_key: test.apiKey };
  const process = await openProcess(test, { program: null, longestLine: LONGEST_LINE }, provided);
  try {
    return await use(process);
  } finally {
    await process.end(0);
  }
}

type Check = (process: DriverProcess, test: DriverTest) => Promise<string | null>;

const RULES: readonly (readonly [rule: string, check: Check])[] = [
  ['the driver describes the client', async (process, test) => (await describe(process, test)).problem],
  ['the driver rejects an unsupported version of the protocol', refusesVersion],
  ['the driver rejects a call that comes before "start"', refusesEarlyCall],
  ['the driver calls methods and reports each outcome', callsMethods],
  ['the driver rejects a method that it has not described', refusesUnknown],
  ['the driver replies to concurrent calls', answersSeveral],
  ['the driver ends when it is asked to end', ends],
];

interface Described {
  readonly methods: readonly MethodDescription[];
  readonly problem: string | null;
}

async function describe(process: DriverProcess, { client, baseUrl, apiKey }: DriverTest): Promise<Described> {
  const methods: MethodDescription[] = [];
  const request = startRequest(client, { base_url: baseUrl, api_key: apiKey });
  const event = await process.send(request, client.startTimeoutMs, (method) => methods.push(method));
  const said = event.kind === 'reply' && 'ok' in event.reply ? event.reply.ok : undefined;
  if (!isDescription(said))
    return { methods, problem: said === undefined ? sayEvent(event) : (descriptionProblem(said) ?? null) };
  if (methods.length === 0) return { methods, problem: 'the driver sent no message with a method' };
  const wrong = methods.find((method) => !isMethod(method));
  if (wrong !== undefined) return { methods, problem: methodProblem(wrong) ?? null };
  return { methods, problem: methods.map(parameterProblem).find((problem) => problem !== null) ?? null };
}

function parameterProblem({ name, parameters }: MethodDescription): string | null {
  for (const parameter of parameters) {
    if (typeof parameter.name !== 'string' || typeof parameter.required !== 'boolean')
      return `a parameter of ${name} has no name, or \`required\` is neither true nor false`;
    if (!isType(parameter.type))
      return `parameter ${parameter.name} of ${name} has a type that the protocol does not have: ${JSON.stringify(parameter.type)}`;
  }
  return null;
}

const PLAIN = ['string', 'integer', 'number', 'boolean', 'null', 'datetime', 'bytes', 'any', 'json'];

function isType(type: unknown): type is TypeHint {
  if (!isJsonObject(type) || typeof type.kind !== 'string') return false;
  switch (type.kind) {
    case 'list':
    case 'map':
      return isType(type.of);
    case 'union':
      return Array.isArray(type.of) && type.of.every(isType);
    case 'literal':
      return Array.isArray(type.values);
    case 'object':
      return (
        Array.isArray(type.fields) && type.fields.every((field: unknown) => isJsonObject(field) && isType(field.type))
      );
    default:
      return PLAIN.includes(type.kind);
  }
}

async function refusesVersion(process: DriverProcess, { client, baseUrl, apiKey }: DriverTest): Promise<string | null> {
  const request = startRequest(client, { base_url: baseUrl, api_key: apiKey });
  const event = await process.send({ ...request, protocol: DRIVER_PROTOCOL + 1000 }, client.startTimeoutMs);
  return errorProblem(event, 'request-invalid');
}

async function refusesEarlyCall(process: DriverProcess): Promise<string | null> {
  return errorProblem(await process.send(callOf('any', {}, SHORT_MS), SHORT_MS), null);
}

async function callsMethods(process: DriverProcess, test: DriverTest): Promise<string | null> {
  const { methods } = await describe(process, test);
  await test.takeRequests();
  const called = methods.filter(({ unreadable }) => unreadable === undefined).slice(0, MOST_METHODS);
  for (const method of called) {
    const event = await callOnce(process, method, test);
    const outcome = event.kind === 'reply' && 'ok' in event.reply ? event.reply.ok : undefined;
    if (!isOutcome(outcome))
      return `${method.name}: expected an outcome, got ${outcome === undefined ? sayEvent(event) : JSON.stringify(outcome).slice(0, 200)}`;
  }
  const sent = await test.takeRequests();
  return sent > 0 ? null : `none of the ${called.length} methods that were called sent a request to ${test.baseUrl}`;
}

function callOnce(process: DriverProcess, method: MethodDescription, { client }: DriverTest): Promise<DriverEvent> {
  const required = method.parameters.filter((parameter) => parameter.required);
  const values = required.map((parameter, index) => [parameter.name, madeUpValue(parameter, index + 1)] as const);
  return process.send(callOf(method.name, Object.fromEntries(values), client.timeoutMs), client.timeoutMs + SHORT_MS);
}

async function refusesUnknown(process: DriverProcess, test: DriverTest): Promise<string | null> {
  await describe(process, test);
  return errorProblem(await process.send(callOf('no.such_method', {}, SHORT_MS), SHORT_MS), 'method-unknown');
}

async function answersSeveral(process: DriverProcess, test: DriverTest): Promise<string | null> {
  const { methods } = await describe(process, test);
  const two = [...methods, ...methods].filter(({ unreadable }) => unreadable === undefined).slice(0, 2);
  const events = await Promise.all(two.map((method) => callOnce(process, method, test)));
  const wrong = events.find((event) => event.kind !== 'reply');
  return wrong === undefined ? null : sayEvent(wrong);
}

async function ends(process: DriverProcess, test: DriverTest): Promise<string | null> {
  await describe(process, test);
  const event = await process.send({ do: 'end' }, SHORT_MS);
  if (event.kind !== 'reply' && event.kind !== 'ended') return sayEvent(event);
  const after = await process.send(callOf('any', {}, SHORT_MS), SHORT_MS);
  return after.kind === 'ended' ? null : 'the driver is still running after the `end` request';
}

function callOf(method: string, given: DriverCall['arguments'], timeoutMs: number): DriverCall {
  return { do: 'call', method, arguments: given, timeoutMs };
}

/** If `code` is null, any error code is correct. */
function errorProblem(event: DriverEvent, code: string | null): string | null {
  if (event.kind !== 'reply' || !('error' in event.reply))
    return `expected the error ${code ?? 'request-invalid'}, got ${sayEvent(event)}`;
  const found = event.reply.error.code;
  return code === null || found === code ? null : `expected the error ${code}, got the error ${found}`;
}

function sayEvent(event: DriverEvent): string {
  switch (event.kind) {
    case 'reply':
      return 'error' in event.reply
        ? `the error ${event.reply.error.code}: ${event.reply.error.message}`
        : `the reply ${JSON.stringify(event.reply).slice(0, 200)}`;
    case 'ended':
      return `the end of the driver process (${event.how})`;
    case 'garbage':
      return `a line that is not a reply: ${event.line.slice(0, 200)}`;
    case 'too-long':
      return `a line of more than ${event.limit} bytes`;
    case 'silent':
      return 'no reply in time';
  }
}
