import { formatPointer, parsePointer } from '../../lib/json-pointer.ts';
import type { Place } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { JsonPointer } from '../../model/json.ts';
import type { BodyProblem } from '../../wire/decode-body.ts';
import type { Draft, Subject } from '../subject.ts';
import type { CredentialProblem } from './read-credentials.ts';
import type { FieldProblem } from './read-request.ts';

export function requestPointer({ location, name }: Place): JsonPointer {
  switch (location) {
    case 'path':
    case 'query':
      return '/request/target';
    case 'header':
      return `/request/headers${formatPointer([name])}`;
    case 'cookie':
      return '/request/headers/Cookie';
    case 'body':
      return `/request/body${name === '' || name.startsWith('/') ? name : formatPointer([name])}`;
  }
}

/** Describes a place in a message, for example `body idempotency_key` or `header Idempotency-Key`. */
export function placeText({ location, name }: Place): string {
  return name === '' ? location : `${location} ${name}`;
}

export function shortPlace({ location, name }: Place): Place {
  if (location !== 'body') return { location, name };
  const [first, ...rest] = parsePointer(name.startsWith('/') ? name : formatPointer([name]));
  return { location, name: rest.length === 0 ? (first ?? '') : name };
}

/** Writes the pointer of an undeclared body member with dots, such as `items.*.name` for `/items/0/name`. */
export function strayName({ location, name }: Place): string {
  if (location !== 'body') return name;
  return parsePointer(name)
    .map((token) => (/^\d+$/.test(token) ? '*' : token))
    .join('.');
}

export function fieldDraft({ name, place, problem }: FieldProblem): Draft {
  const { expected, observed, found } = problem;
  return { field: name === '' ? null : name, expected, observed, pointer: requestPointer(place), found };
}

/** Makes a draft about a body in the wrong format, for example a form in place of JSON. */
export function bodyDraft({ expected, observed }: Pick<BodyProblem, 'expected' | 'observed'>): Draft {
  return { field: null, expected, observed, pointer: '/request/body', found: observed };
}

/** Returns the part of the request that lacks the value. */
export function aroundPlace({ location }: Place, { request }: Exchange): Pick<Draft, 'pointer' | 'found'> {
  if (location === 'path' || location === 'query') return { pointer: '/request/target', found: request.target };
  if (location === 'body') return { pointer: '/request/body', found: Buffer.from(request.body ?? []).toString('utf8') };
  return { pointer: '/request/headers', found: request.headers.map(([name]) => name) };
}

/** Secrets in recordings are already redacted, so the drafts may show what was sent. */
export function credentialDrafts(
  { request }: Pick<Subject, 'request'>,
  kind: CredentialProblem['kind'],
): readonly Draft[] {
  return (request?.credentials ?? [])
    .filter((problem) => problem.kind === kind)
    .map(({ place, expected, sent }) => ({
      field: place.name,
      expected: `${place.location} ${place.name}: ${expected}`,
      observed: sent === null ? 'nothing' : schemeOf(sent),
      pointer: requestPointer(place),
      found: sent === null ? undefined : schemeOf(sent),
    }));
}

/** Replaces the last word, which is the secret, with `…`: `Bearer abc` becomes `Bearer …`. */
function schemeOf(sent: string): string {
  const words = sent.trim().split(/\s+/);
  return [...words.slice(0, -1), '…'].join(' ');
}
