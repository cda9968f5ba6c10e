import type { SendingMethod } from '../../model/client-surface.ts';
import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { FindingKind } from '../../model/finding.ts';
import type { ClientCall, ClientExchange } from '../../model/trace.ts';
import { pathParams } from '../../wire/match-route.ts';
import { KINDS } from '../kinds.ts';
import { classifyAnswer } from '../readers/classify-answer.ts';
import { readRequest } from '../readers/read-request.ts';
import type { Draft, Subject } from '../subject.ts';
import type { ClientDraft, ClientSubject } from './subject.ts';

/** Judges the requests of a trace. A field with a finding in the argument `compared` gets no second finding. */
export function exchangeDrafts(
  kind: FindingKind,
  subject: ClientSubject,
  compared: readonly ClientDraft[],
): readonly ClientDraft[] {
  const rule = KINDS[kind].exchange;
  if (rule === undefined || KINDS[kind].about !== 'request') return [];
  return subject.sending.flatMap((method) => {
    const found = new Map<string, ClientDraft>();
    for (const call of method.calls)
      for (const [request, exchange] of call.exchanges.entries())
        for (const draft of draftsOf(exchange, { call, subject, rule })) {
          const operation = exchange.operation ?? '';
          const key = `${operation} ${draft.field}`;
          const isKnown = compared.some((other) => other.operation === operation && other.field === draft.field);
          if (!isKnown && !found.has(key))
            found.set(key, { ...draft, ...at(method, { operation, call, request }, kind, draft) });
        }
    return [...found.values()];
  });
}

interface Judging {
  readonly call: ClientCall;
  readonly subject: ClientSubject;
  readonly rule: (subject: Subject) => readonly Draft[];
}

function draftsOf(sent: ClientExchange, { call, subject: { judge }, rule }: Judging): readonly Draft[] {
  const { contracts } = judge.context;
  const contract = sent.operation === null ? undefined : contracts.operations.get(sent.operation);
  if (contract === undefined) return [];
  return rule(readSubject(sent, { call, contract, judge }));
}

interface Reading {
  readonly call: ClientCall;
  readonly contract: Contract;
  readonly judge: ClientSubject['judge'];
}

function readSubject({ request }: ClientExchange, { call, contract, judge }: Reading): Subject {
  const exchange: Exchange = {
    ...{ kind: 'exchange', id: call.id, address: call.id, phase: 'step', operation: contract.id, attempt: 1 },
    ...{ superseded: false, asked: { with: {}, as: 'main', auth: null, invalid: false } },
    ...{ expect: { status: [], headers: {} }, request, response: null, overheard: true, startedMs: 0, durationMs: 0 },
  };
  const params = pathParams(contract, request.target);
  const declared = judge.responsesOf(contract);
  const answer = classifyAnswer(exchange, { contract, params, api: judge.context.contracts.api, declared });
  const reading = readRequest(judge, contract, { exchange, params });
  const own = reading && { ...reading, misplaced: [], missing: [], undeclared: [], retyped: [], invalid: [] };
  return { exchange, contract, judge, answer, response: null, request: own, intent: null };
}

interface Spot {
  readonly operation: string;
  readonly call: ClientCall;
  readonly request: number;
}

/** One part of a client usually writes a header for all requests, so findings about the header share one cause. */
function at(method: SendingMethod, spot: Spot, kind: FindingKind, { field, pointer }: Draft) {
  const isShared = pointer.startsWith('/request/headers') || kind.startsWith('credential-');
  return { ...spot, method: method.name, ...(isShared && { cause: `${kind} ${field?.toLowerCase()}` }) };
}
