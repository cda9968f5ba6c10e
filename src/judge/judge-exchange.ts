import { codedError } from '../lib/error.ts';
import type { Contract } from '../model/contract.ts';
import { type Exchange, UNDOCUMENTED } from '../model/exchange.ts';
import { FINDING_KINDS, type Finding } from '../model/finding.ts';
import { pathParams } from '../wire/match-route.ts';
import { blameDrafts, type KindDraft } from './causes/blame-drafts.ts';
import { exchangeFinding } from './causes/exchange-finding.ts';
import type { Judge } from './judge.ts';
import { KINDS } from './kinds.ts';
import { classifyAnswer } from './readers/classify-answer.ts';
import { readIntent } from './readers/read-intent.ts';
import { readRequest } from './readers/read-request.ts';
import { readResponse } from './readers/read-response.ts';
import type { Draft, Subject } from './subject.ts';

/** Returns all findings of an exchange, beginning with the finding of the kind that the step declares. @throws operation-unknown */
export function judgeExchange(exchange: Exchange, judge: Judge): readonly Finding[] {
  return findingsOf(readExchange(exchange, judge));
}

export function readExchange(exchange: Exchange, judge: Judge): Subject {
  if (exchange.operation === UNDOCUMENTED) return readUndocumented(exchange, judge);
  const { contracts } = judge.context;
  const contract = contracts.operations.get(exchange.operation);
  if (contract === undefined) throw unknownOperation(exchange);
  const params = pathParams(contract, exchange.request.target);
  const declared = judge.responsesOf(contract);
  const answer = classifyAnswer(exchange, { contract, params, api: contracts.api, declared });
  const response = readResponse(judge, answer);
  const request = readRequest(judge, contract, { exchange, params });
  const intent = readIntent(judge, contract, { exchange, params });
  return { exchange, contract, judge, answer, response, request, intent };
}

export function findingsOf(subject: Subject): readonly Finding[] {
  const drafts: KindDraft[] = [];
  for (const { kind, rule } of RULES) {
    const ofKind = rule(subject);
    if (ofKind.length === 0) continue;
    for (const draft of [...ofKind].sort(compareDrafts)) drafts.push({ kind, draft });
  }
  const { blame, confirms } = subject.exchange.expect;
  const asks = confirms !== undefined && blame === undefined;
  const said = blame === undefined ? drafts : blameDrafts(drafts, blame, subject.answer);
  const { severity } = subject.judge.context;
  return said
    .filter(({ kind }) => severity[kind] !== 'off' && !(asks && KINDS[kind].mismatch === true))
    .map(({ kind, draft }) => exchangeFinding(kind, draft, subject));
}

const RULES = FINDING_KINDS.flatMap((kind) => {
  const { exchange: rule } = KINDS[kind];
  return rule === undefined ? [] : [{ kind, rule }];
});

function compareDrafts(a: Draft, b: Draft): number {
  const [x, y] = [`${a.field ?? ''} ${a.pointer}`, `${b.field ?? ''} ${b.pointer}`];
  return x === y ? 0 : x < y ? -1 : 1;
}

export function unknownOperation({ operation, id }: Pick<Exchange, 'id' | 'operation'>): Error {
  return codedError(
    'operation-unknown',
    `the operation "${operation}" of exchange ${id} is not in the contracts; the contracts may have changed since the recording`,
  );
}

/** If no contract describes a request, only a missing response or a 5xx status is a finding. */
function readUndocumented(exchange: Exchange, judge: Judge): Subject {
  const contract = contractOf(exchange);
  const { api } = judge.context.contracts;
  const answer = classifyAnswer(exchange, { contract, params: {}, api, declared: judge.responsesOf(contract) });
  const kind = answer.kind === 'none' || answer.kind === 'server-error' ? answer.kind : 'ignored';
  return { exchange, contract, judge, answer: { ...answer, kind }, response: null, request: null, intent: null };
}

function contractOf({ operation, request }: Exchange): Contract {
  const names = {
    id: operation,
    resource: operation,
    verb: '',
    summary: '',
    method: 'GET',
    path: request.target,
  } as const;
  const nothing = { auth: [], fields: [], responses: [], behaviors: [], after: [], profiles: [] } as const;
  return {
    ...names,
    ...nothing,
    ...{ lifecycle: 'shipped', content: 'none', unknownBodyFields: {}, yields: {}, cleanup: null, example: {} },
    ...{ safe: false, retryable: false, destructive: false, at: { file: '', line: 0, column: 0 } },
  };
}
