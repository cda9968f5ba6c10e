import { jsonTypeOf, previewValue } from '../lib/preview-value.ts';
import { PHASES, TRANSPORT_FAILURES } from '../model/exchange.ts';
import { isJsonObject } from '../model/json.ts';

/** What is wrong with a parsed line of a recording, as `response.status must be integer; was "200"`; undefined: nothing. */
export function checkEntry(value: unknown): string | undefined {
  const kind = isJsonObject(value) ? value.kind : undefined;
  const shape = typeof kind === 'string' && Object.hasOwn(ENTRIES, kind) ? ENTRIES[kind] : undefined;
  if (shape === undefined) return `kind must be one of ${Object.keys(ENTRIES).join(', ')}; was ${previewValue(kind)}`;
  return shape(value, '');
}

/** Says what is wrong with a value at a path, or undefined. */
type Shape = (value: unknown, path: string) => string | undefined;

function type(...types: readonly string[]): Shape {
  return (value, path) => {
    const found = jsonTypeOf(value);
    const fits = types.includes(found) || (found === 'integer' && types.includes('number'));
    return fits ? undefined : wrong(path, types.join(' or '), value);
  };
}

function oneOf(choices: readonly unknown[]): Shape {
  return (value, path) => (choices.includes(value) ? undefined : wrong(path, `one of ${choices.join(', ')}`, value));
}

function object(members: { readonly [key: string]: Shape }): Shape {
  const entries = Object.entries(members);
  return (value, path) => {
    if (!isJsonObject(value)) return wrong(path, 'object', value);
    for (const [key, shape] of entries) {
      const problem = shape(Object.hasOwn(value, key) ? value[key] : undefined, path === '' ? key : `${path}.${key}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function list(item: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return wrong(path, 'list', value);
    for (const [index, member] of value.entries()) {
      const problem = item(member, `${path}.${index}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** null, or as said. */
function orNull(shape: Shape): Shape {
  return (value, path) => (value === null ? undefined : shape(value, path));
}

/** Absent, or as said. */
function maybe(shape: Shape): Shape {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

function wrong(path: string, expected: string, value: unknown): string {
  return `${path} must be ${expected}; was ${previewValue(value, 60)}`;
}

const text = type('string');
const whole = type('integer');
const number = type('number');
const flag = type('boolean');
const anObject = type('object');

const header: Shape = (value, path) => {
  const [name, content, ...rest] = Array.isArray(value) ? value : [];
  const fits = typeof name === 'string' && typeof content === 'string' && rest.length === 0;
  return fits ? undefined : wrong(path, 'a [name, value] pair', value);
};

const body: Shape = (value, path) => {
  const held = isJsonObject(value) ? (value.text ?? value.base64) : undefined;
  return typeof held === 'string' ? undefined : wrong(path, '{ text } or { base64 }', value);
};

const step = object({
  address: text,
  operation: orNull(text),
  phase: oneOf(PHASES),
  line: whole,
  state: oneOf(['exercised', 'unresolved', 'blocked', 'skipped']),
  reason: maybe(text),
  needs: maybe(text),
  attempts: whole,
});

const ENTRIES: { readonly [kind: string]: Shape } = {
  run: object({
    format: oneOf([1]),
    tool: text,
    run: text,
    target: object({ name: text, origin: text, profile: text }),
    seed: number,
    shard: orNull(object({ index: whole, total: whole })),
    contracts: text,
    whole: flag,
    overheard: maybe(flag),
  }),
  exchange: object({
    id: text,
    address: text,
    phase: oneOf(PHASES),
    operation: text,
    attempt: whole,
    superseded: flag,
    polling: maybe(flag),
    asked: object({ with: anObject, as: text, auth: orNull(text), invalid: flag }),
    expect: object({ status: list(whole), error: maybe(text), headers: anObject }),
    request: object({ method: text, target: text, headers: list(header), body: orNull(body) }),
    response: orNull(object({ status: whole, headers: list(header), body, truncatedAt: maybe(whole) })),
    overheard: maybe(flag),
    unjudgedAnswer: maybe(flag),
    failure: maybe(object({ code: oneOf(TRANSPORT_FAILURES), message: text })),
    startedMs: number,
    durationMs: number,
  }),
  scenario: object({
    address: text,
    suite: text,
    source: oneOf(['suite', 'probe', 'behavior']),
    file: text,
    line: whole,
    steps: list(step),
    durationMs: number,
  }),
  end: object({
    interrupted: orNull(text),
    bailed: flag,
    created: whole,
    removed: whole,
    leftovers: list(object({ madeBy: text, operation: text, with: anObject, reason: text })),
    durationMs: number,
  }),
};
