import { byKey, compareText } from '../../lib/compare-text.ts';
import { formatPointer, readPointer } from '../../lib/json-pointer.ts';
import type { Api, Contract, ContractSet, Place } from '../../model/contract.ts';
import { type Exchange, type RecordingEntry, UNDOCUMENTED } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';
import { isJsonObject } from '../../model/json.ts';
import { isSuccess, responsesFor } from '../../model/response-status.ts';
import { type RequestLine, requestLine } from '../../model/route.ts';
import type { Citation, Surface, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import { bodyPointer } from '../../schema/field-tree.ts';
import { decodeRequest } from '../../wire/decode-request.ts';
import { jsonBody } from '../../wire/json-body.ts';
import { pathParams } from '../../wire/match-route.ts';
import { credentialNames, UNDECLARED } from '../../wire/wire-reading.ts';
import { createNaming, type Naming } from './name-operation.ts';
import { typeOfValue } from './type-of-value.ts';

interface ObservedOptions {
  readonly target: string;
  readonly contracts: ContractSet;
}

export interface ObservedSurface extends Surface {
  /** Maps operations to the sorted types of each response member, where `*` stands for list positions. */
  readonly answerTypes: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** The server may have operations and fields that no request of the recording used. */
export function observedSurface(
  entries: Iterable<RecordingEntry>,
  { target, contracts }: ObservedOptions,
): ObservedSurface {
  const naming = createNaming(contracts);
  const drafts = new Map<string, Draft>();
  for (const entry of entries) {
    if (entry.kind === 'exchange') addExchange(entry, { naming, contracts, drafts });
  }
  const sorted = [...drafts.values()].sort((a, b) => compareText(a.id, b.id));
  return {
    source: `observed:${target}`,
    complete: { operations: false, fields: false },
    operations: sorted.map(finish),
    answerTypes: new Map(sorted.map(({ id, answers }) => [id, sortedTypes(answers)])),
    remarks: [],
  };
}

interface Draft {
  readonly id: string;
  readonly request: RequestLine;
  readonly fields: Map<string, SurfaceField & { readonly types: ReadonlySet<string> }>;
  readonly answers: Map<string, Set<string>>;
  readonly errors: Map<string, { readonly status: number; readonly code: string | null }>;
  succeeded: boolean;
  readonly at: Citation;
}

interface Sink {
  readonly naming: Naming;
  readonly contracts: ContractSet;
  readonly drafts: Map<string, Draft>;
}

function addExchange(exchange: Exchange, sink: Sink): void {
  const { request, response } = exchange;
  if (response === null || exchange.superseded) return;
  const contract = exchange.operation === UNDOCUMENTED ? null : sink.naming.contract(exchange.operation);
  const answer = readAnswer(response, sink.contracts.api);
  if (answer.isAbsent(contract)) return;
  const at: Citation = { file: exchange.id, line: 0, excerpt: `${request.method} ${request.target}`.slice(0, 160) };
  const named =
    contract === null
      ? sink.naming.operation(request.method, request.target)
      : { id: contract.id, request: requestLine(contract) };
  const draft = sink.drafts.get(named.id) ?? {
    ...named,
    fields: new Map(),
    answers: new Map(),
    errors: new Map(),
    succeeded: false,
    at,
  };
  sink.drafts.set(named.id, draft);
  const isGood = isSuccess(response.status);
  if (!isGood) {
    draft.errors.set(`${response.status} ${answer.code}`, { status: response.status, code: answer.code });
    return;
  }
  draft.succeeded = true;
  for (const [place, value] of sentValues(exchange, contract, sink.contracts))
    addField(draft, { place, value, at }, { contract, naming: sink.naming });
  if (exchange.unjudgedAnswer !== true) addMembers(answer.body, [], draft.answers);
}

/** Unknown fields are returned too, because the server accepted them. */
function sentValues(
  { request }: Exchange,
  contract: Contract | null,
  { schemas, api }: ContractSet,
): readonly (readonly [Place, unknown])[] {
  const params = contract === null ? {} : (pathParams(contract, request.target) ?? {});
  const options = { params, schemas, credentials: credentialNames(api) };
  const decoded = decodeRequest(contract ?? UNDECLARED, request, options);
  const declared = decoded.fields.flatMap(({ field, present, value }): readonly (readonly [Place, unknown])[] => {
    // If the members of an object are declared as separate fields, the members are listed and the object is not.
    if (!present || (field.fields.length > 0 && isJsonObject(value))) return [];
    const { location } = field.place;
    return [[location === 'body' ? { location, name: bodyPointer(field) } : field.place, value]];
  });
  return [...declared, ...decoded.strays.map(({ place, value }) => [place, value] as const)];
}

interface Sent {
  readonly place: Place;
  readonly value: unknown;
  readonly at: Citation;
}

function addField(
  { fields }: Draft,
  { place, value, at }: Sent,
  { contract, naming }: { readonly contract: Contract | null; readonly naming: Naming },
): void {
  const name = naming.field(contract, place);
  const key = `${place.location} ${name}`;
  const before = fields.get(key);
  // A value in a query or header is always text, so the value does not show the type of the field.
  const type = place.location === 'body' ? typeOfValue(value) : null;
  const types = new Set([...(before?.types ?? []), ...(type === null ? [] : [type])]);
  fields.set(key, {
    ...(before ?? { name, place, required: null, at }),
    types,
    type: types.size === 0 ? null : [...types].sort().join(' or '),
  });
}

const MOST_MEMBERS = 2000;

/** A map may contain any number of names, so the search stops at MOST_MEMBERS. */
function addMembers(value: unknown, keys: readonly string[], found: Map<string, Set<string>>): void {
  if (found.size > MOST_MEMBERS) return;
  if (Array.isArray(value)) {
    for (const item of value) addMember(item, [...keys, '*'], found);
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) addMember(member, [...keys, key], found);
  }
}

function addMember(value: unknown, keys: readonly string[], found: Map<string, Set<string>>): void {
  const pointer = formatPointer(keys);
  const types = found.get(pointer) ?? new Set();
  types.add(typeOfValue(value) ?? 'null');
  found.set(pointer, types);
  addMembers(value, keys, found);
}

function sortedTypes(answers: Draft['answers']): ReadonlyMap<string, readonly string[]> {
  return new Map([...answers].sort(byKey).map(([pointer, types]) => [pointer, [...types].sort()]));
}

function finish({ id, request, fields, answers, errors, succeeded, at }: Draft): SurfaceOperation {
  const sorted = [...fields].sort(byKey).map(([, { types: _, ...field }]) => field);
  return {
    ...{ id, request, names: [], fields: sorted, lifecycle: 'shipped', at },
    answers: succeeded ? [...answers.keys()].sort() : null,
    errors: [...errors].sort(byKey).map(([, error]) => error),
  };
}

interface ObservedAnswer {
  /** The parsed body, or undefined if the body is not JSON. */
  readonly body: unknown;
  readonly code: string | null;
  /** Returns true if the response says that the server has no route for the request. */
  readonly isAbsent: (contract: Contract | null) => boolean;
}

function readAnswer(response: HttpResponse, api: Api): ObservedAnswer {
  const body = jsonBody(response.body);
  const said = api.envelope === null ? undefined : readPointer(body, api.envelope.code);
  const code = typeof said === 'string' || typeof said === 'number' ? String(said) : null;
  const looksUnknown = api.unknownRoute.some(
    (route) => route.status === response.status && (route.code ?? code) === code,
  );
  return { body, code, isAbsent: (contract) => looksUnknown && !declares(contract, response.status, code) };
}

/** An undeclared error means that the route is missing, not the resource. */
function declares(contract: Contract | null, status: number, code: string | null): boolean {
  const ofStatus = responsesFor(contract?.responses ?? [], status);
  return ofStatus.some(({ errors }) => errors.length === 0 || (code !== null && errors.includes(code)));
}
