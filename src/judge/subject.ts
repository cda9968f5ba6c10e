import { generalizePointer } from '../lib/json-pointer.ts';
import type { Contract, Place } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonPointer } from '../model/json.ts';
import type { SchemaProblem } from '../schema/schema-problem.ts';
import type { Judge } from './judge.ts';
import type { ClassifiedResponse } from './readers/classify-answer.ts';
import type { IntentReading } from './readers/read-intent.ts';
import type { RequestReading } from './readers/read-request.ts';
import type { ResponseReading } from './readers/read-response.ts';

/** What a check is handed: an exchange that has been read. */
export interface Subject {
  readonly exchange: Exchange;
  readonly contract: Contract;
  readonly judge: Judge;
  readonly answer: ClassifiedResponse;
  /** null: the contract says nothing of this answer, or there is none. */
  readonly response: ResponseReading | null;
  /** null: it is as declared, or not judged. */
  readonly request: RequestReading | null;
  /** null: nobody said what the program is meant to send. */
  readonly intent: IntentReading | null;
}

/** A finding that does not know yet where it was seen. */
export interface Draft {
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  readonly places?: { readonly declared: Place; readonly sent: Place };
  /** Into the exchange. */
  readonly pointer: JsonPointer;
  /** What stands there. */
  readonly found: unknown;
}

/** The problems of one kind in a success. An error's body is the business of its envelope. */
export function successDrafts(response: ResponseReading | null, kind: SchemaProblem['kind']): readonly Draft[] {
  if (response === null || response.spec.status >= 400) return [];
  return bodyDrafts(response.body, (problem) => problem.kind === kind);
}

/** The problems of a response body that are meant, as drafts: one per place, list positions taken together. */
export function bodyDrafts(
  problems: readonly SchemaProblem[],
  isMeant: (problem: SchemaProblem) => boolean,
): readonly Draft[] {
  if (problems.length === 0) return [];
  return boundDrafts(
    joinByField(
      problems.filter(isMeant).map(({ kind, pointer, expected, observed, found }) => ({
        field: pointer === '' ? null : generalizePointer(pointer),
        expected,
        observed,
        // Where something lacks nothing can be shown: the object around it is.
        pointer: `/response/body${kind === 'missing' ? parentOf(pointer) : pointer}`,
        found,
      })),
    ),
  );
}

/** Fields of one answer that are named; a server can make up as many as it likes. */
const MOST_FIELDS = 100;

function boundDrafts(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length <= MOST_FIELDS) return drafts;
  const [first] = drafts;
  const rest = drafts.length - MOST_FIELDS;
  const more = {
    field: null,
    expected: first?.expected ?? '',
    observed: `${rest} more fields like the ${MOST_FIELDS} that are named`,
  };
  return [...drafts.slice(0, MOST_FIELDS), { ...more, pointer: '/response/body', found: undefined }];
}

/** Drafts of one field as one, the first of them, which says how many there are. */
export function joinByField(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length < 2) return drafts;
  const groups = new Map<string | null, Draft[]>();
  for (const draft of drafts) groups.set(draft.field, [...(groups.get(draft.field) ?? []), draft]);
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    return [more.length === 0 ? first : { ...first, observed: `${first.observed} (${more.length + 1} times)` }];
  });
}

function parentOf(pointer: JsonPointer): JsonPointer {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}
