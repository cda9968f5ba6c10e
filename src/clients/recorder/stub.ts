import { readPointer } from '../../lib/json-pointer.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { Pagination } from '../../model/behavior.ts';
import type { Contract } from '../../model/contract.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { OddAnswer } from '../../model/trace.ts';
import { jsonBody, withMember } from '../../wire/json-body.ts';
import { sentField, withEchoes } from './echoes.ts';
import { type Answering, oddAnswer, successResponse, undocumentedAnswer } from './odd-answer.ts';

/** Answers from the contracts. */
export interface Stub {
  answer(request: HttpRequest, contract: Contract | null): HttpResponse;
  /** How the requests to come are answered; null: with the contract's success. */
  use(odd: OddAnswer | null): void;
}

export function createStub(answering: Answering): Stub {
  const full = new Map<OperationId, HttpResponse>();
  let odd: OddAnswer | null = null;
  const success = (contract: Contract): HttpResponse => {
    const response = full.get(contract.id) ?? successResponse(contract, answering);
    full.set(contract.id, response);
    return response;
  };
  return {
    use: (next) => {
      odd = next;
    },
    answer: (request, contract) => {
      if (odd !== null && odd.kind !== 'varied') return oddAnswer(odd, contract, answering);
      if (contract === null) return undocumentedAnswer(request, answering);
      const response = odd === null ? success(contract) : successResponse(contract, answering, odd.how);
      return withLastPage(withEchoes(response, request, contract), request, contract);
    },
  };
}

/** A request with a cursor gets the last page, so that a client that follows pages stops. */
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
