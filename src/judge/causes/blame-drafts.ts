import { listWords } from '../../lib/list-words.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import { isSuccess } from '../../model/response-status.ts';
import type { Blame } from '../../model/suite.ts';
import { KINDS } from '../kinds.ts';
import type { ClassifiedResponse } from '../readers/classify-answer.ts';
import type { Draft } from '../subject.ts';

/** The draft of a finding, with the finding kind of the check that made it. */
export interface KindDraft {
  readonly kind: FindingKind;
  readonly draft: Draft;
}

/** Kinds which say that a call was not rejected. */
const REJECTING: ReadonlySet<FindingKind> = new Set(['auth-not-enforced', 'ownership-not-enforced']);

/** Maximum number of differences that one finding lists. */
const NAMED = 3;

/**
 * Converts the mismatches of a generated step to one finding of the kind that the step declares, and lists this finding
 * first. An undeclared status is converted only if it is of the opposite class: a success instead of a rejection, or
 * the reverse.
 */
export function blameDrafts(
  drafts: readonly KindDraft[],
  blame: Blame,
  answer: ClassifiedResponse,
): readonly KindDraft[] {
  if (blame.kind === 'accepted-invalid' && isRefused(answer))
    return drafts.filter(({ kind }) => kind !== 'status-mismatch');
  // The call was rejected, but with another status than declared.
  if (REJECTING.has(blame.kind) && isRefused(answer)) return drafts;
  const isBlamed = ({ kind }: KindDraft) =>
    KINDS[kind].mismatch || (kind === 'status-undeclared' && isOpposite(answer));
  const blamed = drafts.filter(isBlamed);
  const [first] = blamed;
  if (first === undefined) return drafts;
  const draft = joinDrafts(blamed, blame, answer);
  return [{ kind: blame.kind, draft }, ...drafts.filter((each) => !isBlamed(each))];
}

/**
 * Returns true for a finding which says that an expectation is not met. A step with `eventually` is repeated as long as
 * it has such findings.
 */
export function isMismatch(kind: Finding['kind'], blame: Blame | undefined): boolean {
  return KINDS[kind].mismatch === true || kind === blame?.kind;
}

/** Returns true if the call was not accepted, whatever the reason. */
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

/** Joins texts. A single text is returned unchanged. If there are several, each begins with the name of its field. */
function joinTexts(blamed: readonly KindDraft[], textOf: (draft: Draft) => string): string {
  const [only, ...others] = blamed;
  if (only !== undefined && others.length === 0) return textOf(only.draft);
  const named = blamed.map(({ draft }) => `${draft.field ?? 'body'}: ${textOf(draft)}`);
  return listWords(named, NAMED);
}
