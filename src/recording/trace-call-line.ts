import { codedError } from '../lib/error.ts';
import type { CallOutcome } from '../model/driver.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import type { ClientCall, ClientExchange } from '../model/trace.ts';
import { type BodyLine, bodyBytes, bodyLine } from './recording-line.ts';

interface ExchangeLine extends Omit<ClientExchange, 'request' | 'response'> {
  readonly request: Omit<HttpRequest, 'body'> & { readonly body: BodyLine | null };
  readonly response: (Omit<HttpResponse, 'body'> & { readonly body: BodyLine }) | Reference | null;
}

export interface CallLine extends Omit<ClientCall, 'exchanges' | 'outcome'> {
  readonly exchanges: readonly ExchangeLine[];
  readonly outcome: CallOutcome | Reference;
}

export type CallsById = Map<ClientCall['id'], ClientCall>;

/** For each response and each result, its first place in the trace. Later copies refer to this place. */
export type Told = Map<object, Reference>;

/** Refers to an earlier call with the same result or response. */
interface Reference {
  readonly same: ClientCall['id'];
  readonly exchange?: number;
}

export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'same' in value;
}

export function callLine(call: ClientCall, told: Told): CallLine {
  const exchanges = call.exchanges.map((exchange, index) =>
    exchangeLine(exchange, told, { same: call.id, exchange: index }),
  );
  const outcome = told.get(call.outcome) ?? call.outcome;
  if (!isReference(outcome)) told.set(outcome, { same: call.id });
  return { ...call, exchanges, outcome };
}

function exchangeLine({ request, response, ...rest }: ClientExchange, told: Told, here: Reference): ExchangeLine {
  const known = response === null ? undefined : told.get(response);
  if (response !== null && known === undefined) told.set(response, here);
  const earlier = known?.same === here.same ? undefined : known;
  return {
    ...rest,
    request: { ...request, body: request.body === null ? null : bodyLine(request.body) },
    response: earlier ?? (response === null ? null : { ...response, body: bodyLine(response.body) }),
  };
}

export function readCall(line: CallLine, known: CallsById, number: number): ClientCall {
  const referred = ({ same }: Reference): ClientCall => {
    const call = known.get(same);
    if (call !== undefined) return call;
    throw codedError(
      'recording-invalid',
      `line ${number} of a trace refers to the call ${same}, but no earlier line contains this call`,
    );
  };
  const readResponse = (response: ExchangeLine['response']): HttpResponse | null => {
    if (response === null) return null;
    if (!isReference(response)) return { ...response, body: bodyBytes(response.body) };
    return referred(response).exchanges[response.exchange ?? 0]?.response ?? null;
  };
  const exchanges = line.exchanges.map(({ request, response, ...rest }) => ({
    ...rest,
    request: { ...request, body: request.body === null ? null : bodyBytes(request.body) },
    response: readResponse(response),
  }));
  return { ...line, exchanges, outcome: isReference(line.outcome) ? referred(line.outcome).outcome : line.outcome };
}
