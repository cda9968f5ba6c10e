import { createHash } from 'node:crypto';
import { parsePointer, readPointer } from '../../lib/json-pointer.ts';
import { sortMembers, writeJson } from '../../lib/json-text.ts';
import { remember } from '../../lib/remember.ts';
import type { Pagination } from '../../model/behavior.ts';
import type { Contract } from '../../model/contract.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { OddAnswer } from '../../model/trace.ts';
import { allFields, bodyPointer } from '../../schema/field-tree.ts';
import { decodeRequest } from '../../wire/decode-request.ts';
import { jsonBody, withMember } from '../../wire/json-body.ts';
import { asksForNextPage, lastPage } from './last-page.ts';
import type { Listener } from './listener.ts';
import { type Answering, isElsewhere, oddAnswer, successResponse, undocumentedAnswer } from './odd-answer.ts';
import { openTraffic, type TrafficOptions } from './open-traffic.ts';

interface Stub {
  answer(request: HttpRequest, contract: Contract | null): HttpResponse;
  /** Begins a method call. All requests of the call get the response `odd`, or the usual response if `odd` is null. */
  use(odd: OddAnswer | null): void;
}

export function createStub(answering: Answering): Stub {
  const repeats = new Map<string, number>();
  const firstPages = new Map<OperationId, { readonly request: HttpRequest; readonly response: HttpResponse }>();
  let odd: OddAnswer | null = null;
  // Many clients read an item twice, so a polled state changes only after two equal requests.
  const countPolls = ({ method, target, body }: HttpRequest): number => {
    const request = `${method} ${target} ${Buffer.from(body ?? []).toString('base64')}`;
    const before = repeats.get(request) ?? 0;
    repeats.set(request, before + 1);
    return Math.max(0, before - 1);
  };
  // A client that repeats a failed request gets the same response again.
  const oddAnswers = remember((how: Exclude<OddAnswer, { readonly kind: 'varied' }>) =>
    remember((contract: Contract | null) => oddAnswer(how, contract, answering), new Map()),
  );
  return {
    use: (next) => {
      odd = next;
      firstPages.clear();
      repeats.clear();
    },
    answer: (request, contract) => {
      if (isElsewhere(request)) return { status: 200, headers: [], body: Buffer.from('pw~elsewhere') };
      if (odd !== null && odd.kind !== 'varied') return oddAnswers(odd)(contract);
      if (contract === null) return undocumentedAnswer(request, answering);
      const turn = countPolls(request);
      const response = successResponse(contract, { ...answering, turn }, odd?.how);
      const page = withLastPage(withEchoes(response, request, contract), request, contract);
      const first = firstPages.get(contract.id);
      if (first === undefined) firstPages.set(contract.id, { request, response: page });
      else if (asksForNextPage(request, first))
        return lastPage(page, successResponse(contract, answering, 'nulls'), request);
      return page;
    },
  };
}

/** If the request contains a cursor, responds with the last page. A client that fetches all pages then stops. */
function withLastPage(response: HttpResponse, request: HttpRequest, contract: Contract): HttpResponse {
  const page = contract.behaviors.find((each) => each.kind === 'pagination');
  const body = page?.cursor === undefined ? undefined : jsonBody(response.body);
  if (page?.cursor === undefined || !isJsonObject(body)) return response;
  if (sentField(page.cursor, request, contract) === undefined) return response;
  return { ...response, body: Buffer.from(writeJson(ended(body, page))) };
}

function ended(body: JsonObject, { next, more }: Pagination): JsonObject {
  const has = (pointer: string | undefined): pointer is string =>
    pointer !== undefined && readPointer(body, pointer) !== undefined;
  const last = has(next) ? withMember(body, next, null) : body;
  return has(more) ? withMember(last, more, false) : last;
}

/** Clients may compare the response with the request, so the response repeats the values that the contract names. */
export function withEchoes(response: HttpResponse, request: HttpRequest, contract: Contract): HttpResponse {
  const echoes = Object.entries(contract.echoes ?? {});
  const [sent, answer] = [jsonBody(request.body), jsonBody(response.body)];
  if (echoes.length === 0 || !isJsonObject(answer)) return response;
  const asked = isAsked(request, contract);
  const body = echoes.reduce((object, [pointer, rule]) => {
    if (!asked) return withoutMember(object, parsePointer(pointer));
    const value = echoed(rule, sent, contract);
    return value === undefined ? object : withMember(object, pointer, value);
  }, answer);
  return { ...response, body: Buffer.from(writeJson(body)) };
}

/** If the contract names a field in `echoOn`, values are echoed only for requests that set this field. */
function isAsked(request: HttpRequest, contract: Contract): boolean {
  if (contract.echoOn === undefined) return true;
  const value = sentField(contract.echoOn, request, contract);
  return value !== undefined && String(value).toLowerCase() !== 'false';
}

function sentField(name: string, request: HttpRequest, contract: Contract): unknown {
  const { fields } = decodeRequest(contract, request, { params: {}, schemas: new Map() });
  return fields.find(({ field, present }) => present && field.name === name)?.value;
}

function withoutMember(object: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !Object.hasOwn(object, key)) return object;
  const { [key]: inside, ...others } = object;
  if (rest.length === 0) return others;
  return isJsonObject(inside) ? { ...object, [key]: withoutMember(inside, rest) } : object;
}

function echoed(rule: string, sent: Json | undefined, contract: Contract): Json | undefined {
  const [, digested] = /^sha256\((.*)\)$/.exec(rule) ?? [];
  if (digested !== undefined) {
    const value = echoed(digested, sent, contract);
    return value === undefined ? undefined : createHash('sha256').update(canonical(value)).digest('hex');
  }
  if (rule === '*') return sent;
  const field = allFields(contract).find(({ name, place }) => name === rule && place.location === 'body');
  const found = field === undefined ? undefined : readPointer(sent, bodyPointer(field));
  return found === undefined ? undefined : (found as Json); // safe cast: each part of a JSON value is JSON
}

function canonical(value: Json): string {
  return typeof value === 'string' ? value : writeJson(sortMembers(value));
}

/** Opens a server that responds by the contracts. The responses are not judged. */
export function openStub(options: TrafficOptions): Promise<Listener> {
  const stub = createStub(options);
  const onExchange: TrafficOptions['onExchange'] = (exchange, number) => {
    if (!isElsewhere(exchange.request)) options.onExchange({ ...exchange, unjudgedAnswer: true }, number);
  };
  return openTraffic({ ...options, onExchange }, (request, { contract }) => ({
    response: stub.answer(request, contract),
  }));
}
