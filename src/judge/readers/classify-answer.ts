import { readPointer } from '../../lib/json-pointer.ts';
import type { Api, Contract, ResponseSpec, StatusClass } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { HttpResponse } from '../../model/http.ts';
import { responsesFor } from '../../model/response-status.ts';
import type { PathParams } from '../../wire/match-route.ts';
import { type ReadBody, readAnswerBody } from './answer-body.ts';
import { type DeclaredResponses, type WishedStatus, wishedStatus } from './wished-status.ts';

/** `absent`: the server lacks the route. `unrouted`: the request used another route on purpose. */
type AnswerKind = 'none' | 'server-error' | 'absent' | 'undeclared' | 'declared' | 'unrouted' | 'ignored';

export interface ClassifiedResponse {
  readonly kind: AnswerKind;
  readonly response: HttpResponse | null;
  readonly body: ReadBody;
  /** The error code, at the place that the API's error format declares. */
  readonly code: string | undefined;
  readonly wish: WishedStatus;
  /** All statuses that the contract declares for the profile. */
  readonly declared: readonly (number | StatusClass)[];
  readonly ofStatus: readonly ResponseSpec[];
  /** True if HTTP does not allow a body in this response, even if the contract declares a body. */
  readonly bodiless: boolean;
  /** True for the response to a clean-up, which may have any status except 5xx. */
  readonly lenient: boolean;
}

interface SeenResponse {
  readonly contract: Contract;
  /** The values in the request's path, or null if the path does not match the contract. */
  readonly params: PathParams | null;
  readonly api: Api;
  readonly declared: DeclaredResponses;
}

export function classifyAnswer(
  exchange: Exchange,
  { contract, params, api, declared }: SeenResponse,
): ClassifiedResponse {
  const { phase } = exchange;
  const response = exchange.unjudgedAnswer === true ? null : exchange.response;
  const complete = response !== null && exchange.failure === undefined;
  const body = complete ? readAnswerBody(response) : EMPTY;
  const code = complete && response.status >= 400 ? errorCodeOf(body, api) : undefined;
  const wish = exchange.overheard === true ? declared.anyStatus : wishedStatus(exchange.expect, declared);
  const ofStatus = complete ? responsesFor(declared.specs, response.status) : [];
  const lenient = phase === 'cleanup';
  const kind = complete ? kindOf(response.status, exchange, { contract, params, api, code, wish, ofStatus }) : 'none';
  const bodiless = exchange.request.method === 'HEAD' || response?.status === 204 || response?.status === 304;
  return { kind, response, body, code, wish, declared: declared.statuses, ofStatus, bodiless, lenient };
}

const EMPTY: ReadBody = { kind: 'empty' };

type Sorting = Pick<ClassifiedResponse, 'code' | 'wish' | 'ofStatus'> & Omit<SeenResponse, 'declared'>;

function kindOf(status: number, exchange: Exchange, sorting: Sorting): AnswerKind {
  const { contract, params, api, code, wish, ofStatus } = sorting;
  const isStated = ofStatus.some(({ byDefault }) => byDefault !== true);
  const isOtherMethod = exchange.request.method !== contract.method;
  if (status === 501 && isOtherMethod) return 'unrouted';
  if (status >= 500 && status < 600 && !(isStated && wish.explicit && wish.accepts(status))) return 'server-error';
  if (exchange.phase === 'cleanup') {
    return status === 404 || status === 410 || ofStatus.length === 0 ? 'ignored' : 'declared';
  }
  const routed = isOtherMethod ? null : params;
  if (routed === null) return 'unrouted';
  if (isUnknownRoute(api, status, code) && !declaresCode(ofStatus, code)) {
    return mayMissRoute(routed) ? 'unrouted' : 'absent';
  }
  return ofStatus.length === 0 ? 'undeclared' : 'declared';
}

function isUnknownRoute(api: Api, status: number, code: string | undefined): boolean {
  return api.unknownRoute.some((route) => route.status === status && (route.code === undefined || route.code === code));
}

/** A contract that lists no error codes allows any error code. */
export function declaresCode(ofStatus: readonly ResponseSpec[], code: string | undefined): boolean {
  return ofStatus.some(({ errors }) => errors.length === 0 || (code !== undefined && errors.includes(code)));
}

/** A server that decodes `%2F` before it chooses the route may choose another operation. */
function mayMissRoute(params: PathParams): boolean {
  return Object.values(params).some((value) => value.includes('/') || value === '.' || value === '..');
}

function errorCodeOf(body: ReadBody, { envelope }: Api): string | undefined {
  if (envelope === null || body.kind !== 'json') return undefined;
  const code = readPointer(body.value, envelope.code);
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}
