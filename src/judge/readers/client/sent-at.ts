import { readPointer } from '../../../lib/json-pointer.ts';
import type { Place } from '../../../model/contract.ts';
import { headerValues } from '../../../model/http.ts';
import { isJsonObject, type Json } from '../../../model/json.ts';
import type { ClientCall } from '../../../model/trace.ts';
import { queryPairs } from '../../../wire/decode-request.ts';
import { jsonBody } from '../../../wire/json-body.ts';
import { pathParams } from '../../../wire/match-route.ts';
import type { MethodUse } from './read-use.ts';

/** What a call sent at a place of the use's operation; undefined when nothing. */
export function sentAt(
  { location, name }: Place,
  call: ClientCall,
  { operation, contract }: MethodUse,
): Json | undefined {
  const request = call.exchanges.find((exchange) => exchange.operation === operation)?.request;
  if (request === undefined) return undefined;
  switch (location) {
    case 'body': {
      const found = readPointer(jsonBody(request.body), name);
      return isJson(found) ? found : undefined;
    }
    case 'header':
      return one(headerValues(request.headers, name));
    case 'path':
      return pathParams(contract, request.target)?.[name];
    case 'query':
      return one(queryValues(request.target, name));
    case 'cookie':
      return undefined;
  }
}

function queryValues(target: string, name: string): readonly string[] {
  return queryPairs(target).flatMap(([key, value]) => (key.replace(/\[\d*\]$/, '') === name ? [value] : []));
}

function one(texts: readonly string[]): Json | undefined {
  return texts.length > 1 ? texts : texts[0];
}

function isJson(value: unknown): value is Json {
  return (
    value === null ||
    ['string', 'number', 'boolean'].includes(typeof value) ||
    Array.isArray(value) ||
    isJsonObject(value)
  );
}
