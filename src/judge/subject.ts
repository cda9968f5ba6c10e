import { groupBy } from '../lib/group-by.ts';
import { generalizePointer, parentPointer } from '../lib/json-pointer.ts';
import type { Contract, Place } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { JsonPointer } from '../model/json.ts';
import type { SchemaProblem } from '../schema/schema-problem.ts';
import type { Judge } from './judge.ts';
import type { ClassifiedResponse } from './readers/classify-answer.ts';
import type { IntentReading } from './readers/read-intent.ts';
import type { RequestReading } from './readers/read-request.ts';
import type { ResponseReading } from './readers/read-response.ts';

export interface Subject {
  readonly exchange: Exchange;
  readonly contract: Contract;
  readonly judge: Judge;
  readonly answer: ClassifiedResponse;
  /** Null if there is no response, or if the contract declares nothing for the response. */
  readonly response: ResponseReading | null;
  /** Null if the request is as declared, or is not judged. */
  readonly request: RequestReading | null;
  /** Null if there is no intent file. */
  readonly intent: IntentReading | null;
}

/** A finding of one check, without its step and operation. */
export interface Draft {
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  readonly places?: { readonly declared: Place; readonly sent: Place };
  readonly pointer: JsonPointer;
  /** The value to which the pointer leads. */
  readonly found: unknown;
}

/** Makes drafts about success responses only, because a different check judges error bodies. */
export function successDrafts(response: ResponseReading | null, kind: SchemaProblem['kind']): readonly Draft[] {
  if (response === null || response.spec.status >= 400) return [];
  return bodyDrafts(response.body, (problem) => problem.kind === kind);
}

/** Makes one draft for each place with a problem, and only one for all items of a list. */
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
        // A missing member is not in the body, so the pointer leads to the object around the missing member.
        pointer: `/response/body${kind === 'missing' ? parentPointer(pointer) : pointer}`,
        found,
      })),
    ),
  );
}

/** Maximum number of reported fields per response, because a server could return any number. */
const MOST_FIELDS = 100;

function boundDrafts(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length <= MOST_FIELDS) return drafts;
  const [first] = drafts;
  const rest = drafts.length - MOST_FIELDS;
  const more = {
    field: null,
    expected: first?.expected ?? '',
    observed: `${rest} more fields with the same problem as the ${MOST_FIELDS} listed fields`,
  };
  return [...drafts.slice(0, MOST_FIELDS), { ...more, pointer: '/response/body', found: undefined }];
}

/** Joins the drafts about each field into one draft that says how many drafts were joined. */
export function joinByField(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length < 2) return drafts;
  return [...groupBy(drafts, ({ field }) => field).values()].map(([first, ...more]) =>
    more.length === 0 ? first : { ...first, observed: `${first.observed} (${more.length + 1} times)` },
  );
}
