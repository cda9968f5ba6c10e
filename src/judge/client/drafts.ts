import type { ArgumentReading, Constant, Landing } from '../../model/client-surface.ts';
import type { Place } from '../../model/contract.ts';
import type { ClientCall } from '../../model/trace.ts';
import type { StrayValue } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { placeText, requestPointer, shortPlace } from '../readers/request-place.ts';
import type { ClientDraft } from './subject.ts';

type Saying = Pick<ClientDraft, 'field' | 'expected' | 'observed'> & Partial<ClientDraft>;

/** Makes a draft about the value that the client sent for an argument. */
export function atLanding(use: MethodUse, { call }: ArgumentReading, landing: Landing, saying: Saying): ClientDraft {
  return at(use, { call, request: landing.request, place: landing.place, found: landing.sent }, saying);
}

export function atConstant(use: MethodUse, { call, request, place, value }: Constant, saying: Saying): ClientDraft {
  return at(use, { call, request, place, found: value }, saying);
}

export function atStray(use: MethodUse, { place, value, argument, constant }: StrayValue, saying: Saying): ClientDraft {
  const call = argument?.call ?? constant?.call ?? use.method.base;
  const request = constant?.request ?? argument?.landings.find((landing) => landing.place === place)?.request ?? 0;
  return at(use, { call, request, place, found: value }, saying);
}

/** Makes a draft about the call with only the required arguments. */
export function atBase(use: MethodUse, place: Place, saying: Saying): ClientDraft {
  const { base } = use.method;
  const request = base.exchanges[use.request]?.request;
  const inBody = place.location === 'body';
  const found = inBody ? Buffer.from(request?.body ?? []).toString('utf8') : request?.target;
  const pointer = inBody ? '/request/body' : place.location === 'header' ? '/request/headers' : '/request/target';
  const shown = place.location === 'header' ? request?.headers.map(([name]) => name) : found;
  return { ...plain(use, base), request: use.request, pointer, found: shown, ...saying };
}

interface Spot {
  readonly call: ClientCall;
  readonly request: number;
  readonly place: Place;
  readonly found: unknown;
}

function at(use: MethodUse, { call, request, place, found }: Spot, saying: Saying): ClientDraft {
  return { ...plain(use, call), request, pointer: requestPointer(place), found, ...saying };
}

function plain({ operation, method }: MethodUse, call: ClientCall) {
  return { operation, method: method.name, call };
}

export function sayPlace(place: Place): string {
  return placeText(shortPlace(place));
}

export function sayArgument({ path }: Pick<ArgumentReading, 'path'>): string {
  return `argument ${path}`;
}
