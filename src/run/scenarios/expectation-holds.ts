import { readPointer } from '../../lib/json-pointer.ts';
import { matchJson } from '../../lib/match-json.ts';
import type { Contract, ErrorEnvelope } from '../../model/contract.ts';
import { type HttpResponse, headerValue } from '../../model/http.ts';
import { isStatus, isSuccess, responsesFor, successSpecs } from '../../model/response-status.ts';
import type { Expectation } from '../../model/suite.ts';
import { readAnswer } from '../http/answer-body.ts';

interface Expected {
  readonly expect: Expectation;
  readonly contract: Contract;
  readonly profile: string;
  readonly envelope: ErrorEnvelope | null;
}

/** The result only decides whether the run polls again, because the judge makes the findings. */
export function expectationHolds(response: HttpResponse, expected: Expected): boolean {
  const { expect, envelope } = expected;
  if (!statusHolds(response.status, expected)) return false;
  const headersHold = Object.entries(expect.headers).every(
    ([name, value]) => matchJson(value, headerValue(response.headers, name)).length === 0,
  );
  if (!headersHold) return false;
  if (expect.body === undefined && expect.error === undefined) return true;
  const answer = readAnswer(response);
  const body = answer.isJson ? answer.value : undefined;
  if (expect.error !== undefined && envelope !== null && readPointer(body, envelope.code) !== expect.error)
    return false;
  return expect.body === undefined || matchJson(expect.body, body).length === 0;
}

/** If the step expects no particular status, every success status that the contract declares is accepted. */
function statusHolds(status: number, { expect, contract, profile }: Expected): boolean {
  if (expect.status.length > 0) return expect.status.some((wanted) => isStatus(wanted, status));
  if (!isSuccess(status)) return false;
  const specs = contract.responses.filter(({ profiles }) => profiles.includes(profile));
  const successes = successSpecs(specs).filter((spec) => isSuccess(spec.status));
  return successes.length === 0 || responsesFor(specs, status).some((spec) => successes.includes(spec));
}
