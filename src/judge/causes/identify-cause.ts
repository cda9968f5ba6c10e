import type { Exchange } from '../../model/exchange.ts';
import type { Finding, FindingKind, Tried } from '../../model/finding.ts';
import type { JsonSchema } from '../../model/json.ts';
import type { CauseBasis } from '../kind.ts';
import { KINDS } from '../kinds.ts';
import { readTry } from '../readers/read-try.ts';
import { findSharedMember } from '../readers/shared-schema.ts';
import type { Draft, Subject } from '../subject.ts';
import { causeId } from './cause-id.ts';

/** What a finding about an exchange is identified by. `response` is absent where several responses show it together. */
export type Seen = Pick<Subject, 'exchange' | 'contract' | 'judge'> & Partial<Pick<Subject, 'response' | 'answer'>>;

export type CauseIdentity = Pick<Finding, 'cause' | 'tried' | 'outcome'>;

interface Facts {
  readonly draft: Draft;
  readonly seen: Seen;
  readonly operation: string;
  readonly tried: Tried | undefined;
  readonly status: string;
}

/** The same try with the same class of outcome is one cause, whichever operations show it. */
export function identifyCause(kind: FindingKind, draft: Draft, seen: Seen, operation: string): CauseIdentity {
  const tried = readTry(seen.exchange, seen.contract);
  const status = statusOf(seen.exchange);
  const parts = PARTS[KINDS[kind].cause]({ draft, seen, operation, tried, status });
  return { cause: causeId(kind, parts), ...(tried && { tried }), outcome: classOf(status) };
}

const PARTS = {
  try: ({ draft, tried, operation, status }) =>
    tried === undefined ? [operation, draft.field, classOf(status)] : [tried.what, classOf(status)],
  'tried-field': ({ draft, tried, operation, status }) => [tried?.what ?? operation, draft.field, classOf(status)],
  status: ({ status }) => [status],
  observed: ({ draft }) => [draft.observed],
  field: ({ draft }) => [draft.field],
  member: ({ draft, seen }) => memberParts(draft, seen),
  wish: ({ draft, tried, operation, seen, status }) =>
    tried === undefined
      ? [operation, draft.field, seen.answer?.wish.explicit ? seen.answer.wish.brief : 'success', status]
      : [tried.what, draft.field, status],
  place: ({ draft: { field, places }, operation }) => [
    operation,
    field,
    ...(places === undefined ? [] : [`${places.sent.location}-${places.sent.name}`]),
  ],
} as const satisfies { readonly [basis in CauseBasis]: (facts: Facts) => readonly (string | null)[] };

function memberParts({ field }: Draft, { contract, response, judge }: Seen): readonly (string | null)[] {
  const schema: JsonSchema | null | undefined = response?.spec.body ?? judge.context.contracts.api.envelope?.body;
  if (field === null || schema === undefined || schema === null) return [contract.id, field];
  const { ref, names } = findSharedMember(schema, field, judge.schemas);
  if (ref === null) return [names.join('/')];
  const name = ref.replace(/^.*[/#]/, '').replace(/\.ya?ml$/, '');
  return [name, names.join('/')];
}

function statusOf({ response, failure }: Exchange): string {
  return failure?.code ?? String(response?.status ?? 'none');
}

function classOf(status: string): string {
  return /^\d{3}$/.test(status) ? `${status[0]}xx` : status;
}
