import { formatPointer, parsePointer, readPointer } from '../../lib/json-pointer.ts';
import { percentDecode } from '../../lib/percent.ts';
import type { Address } from '../../model/address.ts';
import type { HttpResponse } from '../../model/http.ts';
import { headerValue } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';
import type { Capture } from '../../model/suite.ts';
import { type ParsedBody, readAnswer } from '../http/answer-body.ts';
import { findBuiltin, type Surroundings } from './builtin-references.ts';
import type { Found, Lookup } from './resolve-references.ts';

/** What the steps of one scenario know of one another. */
export interface ScenarioScope {
  readonly surroundings: Surroundings;
  lookup(expression: string): Found;
  /** A lookup whose clock stands still from when it is first asked. */
  freeze(): Lookup;
  /** A step that was answered, and what it captures. */
  answered(step: StepAnswer): void;
  /** A step that gave no answer, and why. */
  unanswered(id: string, missing: MissingAnswer): void;
}

export interface StepAnswer {
  readonly id: string;
  readonly address: Address;
  readonly response: HttpResponse;
  readonly capture: { readonly [name: string]: Capture };
}

export interface MissingAnswer {
  readonly address: Address;
  readonly reason: string;
  readonly capture: { readonly [name: string]: Capture };
}

interface Answered {
  readonly address: Address;
  readonly response: HttpResponse;
  /** Read when it is first asked for, and then kept. */
  body: ParsedBody | undefined;
}

/** @param referred ids of the steps that references may be to: answers of others are not kept */
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
  if (answer === undefined) return { reason: `\${${expression}}: no step "${id}" came before` };
  if ('reason' in answer) return { reason: `\${${expression}}: ${answer.reason}`, needs: answer.address };
  return bodyMember(answer, members);
}

function captured(answer: Answered, { from, path }: Capture): Found {
  switch (from) {
    case 'status':
      return { value: answer.response.status, from: { address: answer.address, at: from, path } };
    case 'header': {
      const value = headerValue(answer.response.headers, path);
      if (value === undefined) return lacks(answer, `the header ${path}`);
      return { value, from: { address: answer.address, at: from, path } };
    }
    case 'location': {
      const value = locationPart(headerValue(answer.response.headers, 'location'), path);
      return value === undefined ? lacks(answer, `Location header like ${path}`) : { value };
    }
    case 'body':
      return bodyMember(answer, parsePointer(path));
  }
}

/** The part of an address at the template's last hole; what stands before in the template must be there. */
export function locationPart(location: string | undefined, template: string): string | undefined {
  if (location === undefined) return undefined;
  const parts = partsOf(location.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/, ''));
  const wanted = partsOf(template);
  const isHole = (part: string) => part.includes('{');
  for (let from = parts.length - wanted.length; from >= 0; from -= 1)
    if (wanted.every((part, at) => isHole(part) || part === parts[from + at]))
      return percentDecode(parts[from + wanted.length - 1] ?? '');
  return undefined;
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function bodyMember(answer: Answered, members: readonly string[]): Found {
  answer.body ??= readAnswer(answer.response);
  if (!answer.body.isJson) return { reason: `the answer of ${answer.address} is not JSON`, needs: answer.address };
  const value = memberAt(answer.body.value, members);
  if (value === undefined) return lacks(answer, `"${members.join('.')}"`);
  return { value, from: { address: answer.address, at: 'body', path: formatPointer(members) } };
}

/** Own members only, and list positions. */
export function memberAt(document: Json, members: readonly string[]): Json | undefined {
  return readPointer(document, formatPointer(members)) as Json | undefined; // a part of a JSON document is JSON
}

function lacks(answer: Answered, what: string): Found {
  const { address, response } = answer;
  return { reason: `the answer of ${address} (status ${response.status}) has no ${what}`, needs: address };
}
