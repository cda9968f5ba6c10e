import { jsonTypeOf, previewValue } from '../lib/preview-value.ts';
import { PHASES, TRANSPORT_FAILURES } from '../model/exchange.ts';
import { isJsonObject } from '../model/json.ts';

/** Returns undefined for a valid line, otherwise a message such as `response.status must be integer; was "200"`. */
export function checkEntry(value: unknown): string | undefined {
  const kind = isJsonObject(value) ? value.kind : undefined;
  const shape = typeof kind === 'string' && Object.hasOwn(ENTRIES, kind) ? ENTRIES[kind] : undefined;
  if (shape === undefined) return `kind must be one of ${Object.keys(ENTRIES).join(', ')}; was ${previewValue(kind)}`;
  const problem = shape(value);
  return problem && `${problem.path.join('.')} must be ${problem.expected}; was ${previewValue(problem.found, 60)}`;
}

interface Problem {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly found: unknown;
}

type Shape = (value: unknown) => Problem | undefined;

function type(wanted: string): Shape {
  return (value) => {
    const found = jsonTypeOf(value);
    return found === wanted || (found === 'integer' && wanted === 'number') ? undefined : wrong(wanted, value);
  };
}

function oneOf(choices: readonly unknown[]): Shape {
  return (value) => (choices.includes(value) ? undefined : wrong(`one of ${choices.join(', ')}`, value));
}

function object(members: { readonly [key: string]: Shape }): Shape {
  const entries = Object.entries(members);
  return (value) => {
    if (!isJsonObject(value)) return wrong('object', value);
    for (const [key, shape] of entries) {
      const problem = shape(Object.hasOwn(value, key) ? value[key] : undefined);
      if (problem !== undefined) return below(key, problem);
    }
    return undefined;
  };
}

function list(item: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return wrong('list', value);
    for (let index = 0; index < value.length; index++) {
      const problem = item(value[index]);
      if (problem !== undefined) return below(index, problem);
    }
    return undefined;
  };
}

function orNull(shape: Shape): Shape {
  return (value) => (value === null ? undefined : shape(value));
}

function maybe(shape: Shape): Shape {
  return (value) => (value === undefined ? undefined : shape(value));
}

function wrong(expected: string, found: unknown): Problem {
  return { path: [], expected, found };
}

function below(key: string | number, problem: Problem): Problem {
  return { ...problem, path: [key, ...problem.path] };
}

const text = type('string');
const whole = type('integer');
const number = type('number');
const flag = type('boolean');
const anObject = type('object');

/** Accepts a status, or a class such as `4XX`. */
const statusOrClass: Shape = (value) =>
  typeof value === 'string' && /^[1-5]XX$/.test(value) ? undefined : whole(value);

const header: Shape = (value) => {
  const fits = Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
  return fits ? undefined : wrong('a [name, value] pair', value);
};

const body: Shape = (value) => {
  const held = isJsonObject(value) ? (value.text ?? value.base64) : undefined;
  return typeof held === 'string' ? undefined : wrong('{ text } or { base64 }', value);
};

const step = object({
  address: text,
  operation: orNull(text),
  phase: oneOf(PHASES),
  line: whole,
  state: oneOf(['exercised', 'unresolved', 'blocked', 'not-tried', 'skipped']),
  reason: maybe(text),
  needs: maybe(text),
  attempts: whole,
});

const reference = object({
  expression: text,
  from: maybe(object({ address: text, at: oneOf(['body', 'header', 'location', 'status']), path: text })),
});

const ENTRIES: { readonly [kind: string]: Shape } = {
  run: object({
    // An unknown version of the format is rejected later, with a clearer message.
    format: number,
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
    asked: object({ with: anObject, as: text, auth: orNull(text), invalid: flag, refers: maybe(list(reference)) }),
    intended: maybe(object({ call: orNull(whole), with: anObject, repeated: maybe(flag) })),
    expect: object({ status: list(statusOrClass), error: maybe(text), headers: anObject }),
    request: object({ method: text, target: text, headers: list(header), body: orNull(body) }),
    response: orNull(object({ status: whole, headers: list(header), body, truncatedAt: maybe(whole) })),
    overheard: maybe(flag),
    unjudgedAnswer: maybe(flag),
    unjudgedCredentials: maybe(flag),
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
    assumes: maybe(anObject),
  }),
  end: object({
    interrupted: orNull(text),
    bailed: flag,
    environment: maybe(text),
    foundUrl: maybe(text),
    callerRefused: maybe(flag),
    stopped: maybe(object({ reason: text, operation: text, after: text, scenarios: list(text) })),
    remarks: maybe(list(text)),
    version: maybe(text),
    created: whole,
    removed: whole,
    leftovers: list(object({ madeBy: text, operation: text, with: anObject, reason: text })),
    durationMs: number,
  }),
};
