import { createHash } from 'node:crypto';
import { parsePointer, readPointer } from '../../lib/json-pointer.ts';
import { sortMembers, writeJson } from '../../lib/json-text.ts';
import type { Contract } from '../../model/contract.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { allFields, bodyPointer } from '../../schema/field-tree.ts';
import { decodeRequest } from '../../wire/decode-request.ts';
import { jsonBody, withMember } from '../../wire/json-body.ts';

/** The answer with what the contract says that it repeats of the request. Clients hold it against what they sent. */
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

/** The request has the field that asks for the echoes, if there is one. */
function isAsked(request: HttpRequest, contract: Contract): boolean {
  if (contract.echoOn === undefined) return true;
  const value = sentField(contract.echoOn, request, contract);
  return value !== undefined && String(value).toLowerCase() !== 'false';
}

/** The value that a request carries for a field; undefined when it carries none. */
export function sentField(name: string, request: HttpRequest, contract: Contract): unknown {
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
  return found === undefined ? undefined : (found as Json); // a part of JSON
}

/** Text as it is; anything else as JSON with sorted keys and no blanks. */
function canonical(value: Json): string {
  return typeof value === 'string' ? value : writeJson(sortMembers(value));
}
