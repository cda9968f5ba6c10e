import { parseDuration } from '../../lib/duration.ts';
import { formatPointer, parsePointer, readPointer } from '../../lib/json-pointer.ts';
import { sha256 } from '../../lib/stable-hash.ts';
import { uniqueText } from '../../lib/unique-text.ts';
import type { Address } from '../../model/address.ts';
import { type HttpResponse, headerValue } from '../../model/http.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Capture } from '../../model/suite.ts';
import { type ParsedBody, readAnswer } from '../http/answer-body.ts';
import { type Actors, isSecretPart } from '../target/credentials.ts';
import type { Found, Lookup } from './resolve-references.ts';
import { idPath, locationPart, nextParameter } from './response-ids.ts';

export interface ScenarioScope {
  readonly surroundings: Surroundings;
  lookup(expression: string): Found;
  /** The returned function uses the time of the first reference for all later references. */
  freeze(): Lookup;
  answered(step: StepAnswer): void;
  unanswered(id: string, missing: MissingAnswer): void;
}

interface StepAnswer {
  readonly id: string;
  readonly address: Address;
  readonly response: HttpResponse;
  readonly capture: { readonly [name: string]: Capture };
}

interface MissingAnswer {
  readonly address: Address;
  readonly reason: string;
  readonly capture: { readonly [name: string]: Capture };
}

interface Answered {
  readonly address: Address;
  readonly response: HttpResponse;
  body: ParsedBody | undefined;
}

/** @param referred the ids of steps that some reference uses */
export function createScope(surroundings: Surroundings, referred: ReadonlySet<string>): ScenarioScope {
  const answers = new Map<string, Answered | MissingAnswer>();
  const captures = new Map<string, () => Found>();
  const lookupAt = (expression: string, at: Surroundings) =>
    findBuiltin(expression, at) ?? captures.get(expression)?.() ?? findMember(expression, answers);
  return {
    surroundings,
    lookup: (expression) => lookupAt(expression, surroundings),
    freeze: () => {
      let at: Surroundings | undefined;
      return (expression) => {
        at ??= frozen(surroundings);
        return lookupAt(expression, at);
      };
    },
    answered: ({ id, address, response, capture }) => {
      const names = Object.keys(capture);
      if (names.length === 0 && !referred.has(id)) return;
      const answer: Answered = { address, response, body: undefined };
      answers.set(id, answer);
      for (const name of names) {
        const what = capture[name];
        if (what !== undefined) captures.set(name, () => captured(answer, what));
      }
    },
    unanswered: (id, missing) => {
      answers.set(id, missing);
      const { reason, address } = missing;
      for (const name of Object.keys(missing.capture)) captures.set(name, () => ({ reason, needs: address }));
    },
  };
}

function frozen(surroundings: Surroundings): Surroundings {
  const now = surroundings.now();
  return { ...surroundings, now: () => now };
}

function findMember(expression: string, answers: ReadonlyMap<string, Answered | MissingAnswer>): Found {
  const [id = '', ...members] = expression.split('.');
  const answer = answers.get(id);
  if (answer === undefined) return { reason: `\${${expression}}: there is no earlier step "${id}"` };
  if ('reason' in answer) return { reason: `\${${expression}}: ${answer.reason}`, needs: answer.address };
  return bodyMember(answer, members);
}

function captured(answer: Answered, { from, path }: Capture): Found {
  switch (from) {
    case 'status':
      return { value: answer.response.status, from: { address: answer.address, at: from, path } };
    case 'header': {
      const value = headerValue(answer.response.headers, path);
      if (value === undefined) return lacks(answer, `header ${path}`);
      return { value, from: { address: answer.address, at: from, path } };
    }
    case 'location': {
      const location = headerValue(answer.response.headers, 'location');
      const value = locationPart(location, path);
      if (value !== undefined) return { value, from: { address: answer.address, at: from, path } };
      const members = location === undefined ? idOfBody(answer, path) : undefined;
      return members === undefined
        ? lacks(
            answer,
            location === undefined ? 'Location header, and no id in its body' : `Location header that matches ${path}`,
          )
        : bodyMember(answer, members);
    }
    case 'link': {
      const value = nextParameter(answer.response.headers, path);
      return value === undefined ? lacks(answer, `Link header with rel="next" and ${path}`) : { value };
    }
    case 'body':
      return bodyMember(answer, parsePointer(path));
  }
}

function idOfBody(answer: Answered, template: string): readonly string[] | undefined {
  answer.body ??= readAnswer(answer.response);
  return answer.body.isJson ? idPath(answer.body.value, template) : undefined;
}

function bodyMember(answer: Answered, members: readonly string[]): Found {
  answer.body ??= readAnswer(answer.response);
  if (!answer.body.isJson) return { reason: `the response of ${answer.address} is not JSON`, needs: answer.address };
  const value = memberAt(answer.body.value, members);
  if (value === undefined) return lacks(answer, `"${members.join('.')}"`);
  return { value, from: { address: answer.address, at: 'body', path: formatPointer(members) } };
}

/** Ignores inherited members, so a name such as `constructor` finds nothing. */
export function memberAt(document: Json, members: readonly string[]): Json | undefined {
  return readPointer(document, formatPointer(members)) as Json | undefined; // safe cast: parts of JSON are JSON
}

function lacks(answer: Answered, what: string): Found {
  const { address, response } = answer;
  return { reason: `the response of ${address} (status ${response.status}) has no ${what}`, needs: address };
}

interface Surroundings {
  readonly runName: () => string;
  readonly actors: Actors;
  readonly values?: JsonObject;
  /** Milliseconds since 1970 on the target's clock. */
  readonly now: () => number;
}

const LONGEST_TEXT = 32 * 1024 * 1024;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const BUILTINS: readonly (readonly [RegExp, (parts: readonly string[], from: Surroundings) => Found])[] = [
  [/^run\.id$/, (_parts, { runName }) => ({ value: runName() })],
  [/^now(?:([+-])(.+))?$/, ([sign, duration], { now }) => instant(now(), sign, duration)],
  [/^uuid(?:\.(.+))?$/, ([label = ''], { runName }) => ({ value: uuidOf(`${runName()}\n${label}`) })],
  [/^ulid(?:\.(.+))?$/, ([label = ''], { runName }) => ({ value: ulidOf(`${runName()}\n${label}`) })],
  [
    /^unique:([A-Za-z0-9]+)(?:\.(.+))?$/,
    ([sample = '', label = ''], { runName }) => ({ value: uniqueText(sample, `${runName()}\n${label}`) }),
  ],
  [/^text:(\d+)$/, ([length], _from) => textOf(Number(length))],
  [/^target\.(.+)$/, ([name = ''], { values }) => targetValue(values, name)],
  [/^actor\.([^.]+)\.([^.]+)$/, ([actor = '', part = ''], { actors }) => actorPart(actors, actor, part)],
];

function findBuiltin(expression: string, from: Surroundings): Found | undefined {
  for (const [pattern, find] of BUILTINS) {
    const match = pattern.exec(expression);
    if (match !== null) return find(match.slice(1), from);
  }
  return undefined;
}

function instant(now: number, sign: string | undefined, duration: string | undefined): Found {
  if (duration === undefined) return { value: new Date(now).toISOString() };
  const ms = parseDuration(duration);
  if (ms === undefined) return { reason: `expected a duration such as 1h in \${now${sign}${duration}}` };
  const date = new Date(sign === '-' ? now - ms : now + ms);
  if (Number.isNaN(date.getTime())) return { reason: `\${now${sign}${duration}} is not a date` };
  return { value: date.toISOString() };
}

function uuidOf(name: string): string {
  const hex = sha256(name);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The first character is at most 7, because the time of a ULID has 48 bits. */
function ulidOf(name: string): string {
  const digits = [...sha256(`ulid\n${name}`)].slice(0, 52).map((digit) => Number.parseInt(digit, 16));
  const letters = Array.from(
    { length: 26 },
    (_, index) => ((digits[2 * index] ?? 0) * 16 + (digits[2 * index + 1] ?? 0)) % 32,
  );
  return letters.map((value, index) => CROCKFORD[index === 0 ? value % 8 : value]).join('');
}

function textOf(length: number): Found {
  if (length > LONGEST_TEXT) return { reason: `expected at most ${LONGEST_TEXT} letters, got \${text:${length}}` };
  return { value: LETTERS.repeat(Math.ceil(length / LETTERS.length)).slice(0, length) };
}

function targetValue(values: JsonObject | undefined, name: string): Found {
  const [value] = values !== undefined && Object.hasOwn(values, name) ? [values[name]] : [];
  return value === undefined
    ? { reason: `the target has no value "${name}": add the value to the \`values\` of the target` }
    : { value };
}

function actorPart(actors: Actors, actor: string, part: string): Found {
  if (isSecretPart(part))
    return { reason: `the part "${part}" of an actor is secret, and references cannot use secrets` };
  const credentials = Object.hasOwn(actors, actor) ? Object.values(actors[actor] ?? {}) : [];
  const holder = credentials.find((credential) => Object.hasOwn(credential, part));
  const value = holder?.[part];
  return value === undefined ? { reason: `the actor "${actor}" has no part "${part}"` } : { value };
}
