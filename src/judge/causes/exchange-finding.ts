import type { Finding, FindingKind } from '../../model/finding.ts';
import { KINDS } from '../kinds.ts';
import type { Draft } from '../subject.ts';
import { identifyCause, type Seen } from './identify-cause.ts';
import { makeFinding } from './make-finding.ts';

/** For a finding about several responses, the argument `seen` contains one of these responses. */
export function exchangeFinding(kind: FindingKind, draft: Draft, seen: Seen): Finding {
  const { exchange, contract, judge } = seen;
  const { blame } = exchange.expect;
  // If a read shows a defect of an earlier write, the finding names the operation of the write.
  const operation = blame?.kind === kind ? (blame.operation ?? contract.id) : contract.id;
  const identity = identifyCause(kind, draft, seen, operation);
  const { tried, outcome = '' } = identity;
  const hasTry = tried !== undefined && (KINDS[kind].about === 'promise' || KINDS[kind].cause === 'try');
  return makeFinding(kind, draft, {
    ...identity,
    context: judge.context,
    operation,
    address: exchange.address,
    exchange: exchange.id,
    marks: hasTry ? [tried.what, tried.about ?? '', outcome] : [],
  });
}
