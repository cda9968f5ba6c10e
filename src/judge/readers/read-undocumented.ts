import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judge } from '../judge.ts';
import type { Subject } from '../subject.ts';
import { classifyAnswer } from './classify-answer.ts';

/** A request that no contract knows: of its answer only that there is one can be asked, and that the server did not fail. */
export function readUndocumented(exchange: Exchange, judge: Judge): Subject {
  const contract = contractOf(exchange);
  const { api } = judge.context.contracts;
  const answer = classifyAnswer(exchange, { contract, params: {}, api, declared: judge.responsesOf(contract) });
  const kind = answer.kind === 'none' || answer.kind === 'server-error' ? answer.kind : 'ignored';
  return { exchange, contract, judge, answer: { ...answer, kind }, response: null, request: null };
}

/** Declares nothing. */
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
