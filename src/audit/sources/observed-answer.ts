import { readPointer } from '../../lib/json-pointer.ts';
import type { Api, Contract } from '../../model/contract.ts';
import type { HttpResponse } from '../../model/http.ts';
import { responsesFor } from '../../model/response-status.ts';
import { jsonBody } from '../../wire/json-body.ts';

export interface ObservedAnswer {
  /** undefined: no JSON. */
  readonly body: unknown;
  readonly code: string | null;
  /** It answered as a route that does not exist. */
  readonly isAbsent: (contract: Contract | null) => boolean;
}

export function readAnswer(response: HttpResponse, api: Api): ObservedAnswer {
  const body = jsonBody(response.body);
  const said = api.envelope === null ? undefined : readPointer(body, api.envelope.code);
  const code = typeof said === 'string' || typeof said === 'number' ? String(said) : null;
  const looksUnknown = api.unknownRoute.some(
    (route) => route.status === response.status && (route.code ?? code) === code,
  );
  return { body, code, isAbsent: (contract) => looksUnknown && !declares(contract, response.status, code) };
}

/** A contract that declares this error means a thing that does not exist, not a route. */
function declares(contract: Contract | null, status: number, code: string | null): boolean {
  const ofStatus = responsesFor(contract?.responses ?? [], status);
  return ofStatus.some(({ errors }) => errors.length === 0 || (code !== null && errors.includes(code)));
}
