import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { Pagination } from '../../model/behavior.ts';
import type { Contract } from '../../model/contract.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { withMember } from '../../schema/with-member.ts';
import { jsonBody } from '../../wire/json-body.ts';
import { sentField } from './echoes.ts';

/** A request with a cursor asks for a further page: it gets the last one, so that a client that follows pages comes to an end. */
export function withLastPage(response: HttpResponse, request: HttpRequest, contract: Contract): HttpResponse {
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
