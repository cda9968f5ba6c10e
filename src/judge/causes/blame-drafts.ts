import { listWords } from '../../lib/list-words.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { Blame } from '../../model/suite.ts';
import { KINDS } from '../kinds.ts';
import type { ClassifiedResponse } from '../readers/classify-answer.ts';
import type { Draft } from '../subject.ts';

export interface KindDraft {
  readonly kind: FindingKind;
  readonly draft: Draft;
}

const REJECTING: ReadonlySet<FindingKind> = new Set(['auth-not-enforced', 'ownership-not-enforced']);

const NAMED = 3;

/** An unexpected response to a generated step gets one finding, of the kind that the step declares. */
export function blameDrafts(
  drafts: readonly KindDraft[],
  blame: Blame,
  answer: ClassifiedResponse,
): readonly KindDraft[] {
  if (blame.kind === 'accepted-invalid' && isRefused(answer))
    return drafts.filter(({ kind }) => kind !== 'status-mismatch');
  const isRejecting = REJECTING.has(blame.kind);
  // The server rejected the call, but with a status that the contract does not declare for this rejection.
  if (isRejecting && isWithheld(answer)) return drafts.filter((each) => !isImplied(each, answer));
  const isBlamed = ({ kind }: KindDraft) =>
    KINDS[kind].mismatch || (kind === 'status-undeclared' && (isRejecting || isOpposite(answer)));
  const blamed = drafts.filter(isBlamed);
  const [first] = blamed;
  if (first === undefined) return drafts;
  const draft = joinDrafts(blamed, blame, answer);
  return [{ kind: blame.kind, draft }, ...drafts.filter((each) => !isBlamed(each))];
}

/** Returns true if findings of this kind mean an unexpected response. */
export function isMismatch(kind: Finding['kind'], blame: Blame | undefined): boolean {
  return KINDS[kind].mismatch === true || kind === blame?.kind;
}

/** Returns true for an undeclared status that the step accepts, such as 401 without a credential. */
function isImplied({ kind }: KindDraft, { wish, response }: ClassifiedResponse): boolean {
  return kind === 'status-undeclared' && wish.accepts(response?.status ?? 0);
}

/** A redirect, for example to a sign-in page, also counts as a rejection. */
function isWithheld(answer: ClassifiedResponse): boolean {
  const status = answer.response?.status ?? 0;
  return isRefused(answer) || (status >= 300 && status < 400);
}

function isRefused({ response }: ClassifiedResponse): boolean {
  return response !== null && response.status >= 400 && response.status < 500;
}

function isOpposite({ response, wish }: ClassifiedResponse): boolean {
  const status = response?.status ?? 0;
  if (wish.only === 'refusal') return isSuccess(status);
  return wish.only === 'success' && status >= 400 && status < 500;
}

function joinDrafts(blamed: readonly KindDraft[], { says, field }: Blame, { wish }: ClassifiedResponse): Draft {
  const [first] = blamed;
  if (first === undefined) throw new Error('expected a draft of a finding');
  const isStatus = first.kind === 'status-mismatch' || first.kind === 'status-undeclared';
  const wanted = isStatus ? wish.brief : joinTexts(blamed, ({ expected }) => expected);
  const observed = isStatus ? first.draft.observed : joinTexts(blamed, (draft) => draft.observed);
  return { ...first.draft, field: field ?? first.draft.field, expected: `${says} (${wanted})`, observed };
}

function joinTexts(blamed: readonly KindDraft[], textOf: (draft: Draft) => string): string {
  const [only, ...others] = blamed;
  if (only !== undefined && others.length === 0) return textOf(only.draft);
  const named = blamed.map(({ draft }) => `${draft.field ?? 'body'}: ${textOf(draft)}`);
  return listWords(named, NAMED);
}
