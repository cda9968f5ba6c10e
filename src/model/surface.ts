import type { Place } from './contract.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { RequestLine } from './route.ts';

/** Id of a source, such as `contract`, `openapi:<name>`, `client:<name>` or `docs:<name>`. */
export type SourceId = string;

export const SOURCE_KINDS = ['contract', 'openapi', 'observed', 'client', 'docs', 'manifest'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export function sourceKind(id: SourceId): SourceKind {
  const kind = id.split(':')[0];
  return SOURCE_KINDS.find((each) => each === kind) ?? 'docs';
}

/** The position of a statement in a source. With the position, a reader can check the statement. */
export interface Citation {
  /** A path relative to the project, a URL, or the id of a call in a trace. */
  readonly file: string;
  /** The line number, starting at 1. In a source without lines, such as a recording, the number is 0. */
  readonly line: number;
  readonly excerpt: string;
}

/** The operations and fields of an API, as one source describes them. */
export interface Surface {
  readonly source: SourceId;
  /** Says whether the source describes every operation and every field. Most documentation pages do not. */
  readonly complete: { readonly operations: boolean; readonly fields: boolean };
  readonly operations: readonly SurfaceOperation[];
  /** One sentence for each unreadable part of the source. */
  readonly remarks: readonly { readonly text: string; readonly at: Citation }[];
}

export interface SurfaceOperation {
  /** The id of the contract with this method and path, otherwise `METHOD /path` as in the source. */
  readonly id: OperationId;
  /** The request is null if the source mentions only a method of a client. */
  readonly request: RequestLine | null;
  /** The names of the operation in the source, such as `client.orders.pay` or `acme pay`. */
  readonly names: readonly string[];
  readonly fields: readonly SurfaceField[];
  /** JSON pointers to the members of a success response, in which `*` stands for any list item. */
  readonly answers: readonly string[] | null;
  readonly errors: readonly { readonly status: number; readonly code: string | null }[] | null;
  readonly lifecycle: 'proposed' | 'shipped' | 'deprecated' | 'removed';
  readonly at: Citation;
}

export interface SurfaceField {
  /** Logical name, with dots if the field is nested, as in `schedule.cron`. */
  readonly name: string;
  /** Null if the source does not say whether the field is in the path, the query, a header or the body. */
  readonly place: Place | null;
  /** A type name that all sources use, such as `list of string`, or null if no type is stated. */
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly at: Citation;
}
