import type { Place } from './contract.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';
import type { RequestLine } from './route.ts';

/** Id of a source: `contract`, `openapi:<name>`, `observed:<target>`, `client:<name>`, `docs:<name>`, `manifest:<name>`. */
export type SourceId = string;

export const SOURCE_KINDS = ['contract', 'openapi', 'observed', 'client', 'docs', 'manifest'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export function sourceKind(id: SourceId): SourceKind {
  const kind = id.split(':')[0];
  return SOURCE_KINDS.find((each) => each === kind) ?? 'docs';
}

/** Where a source states something, so that a reader can verify it. */
export interface Citation {
  /** A path relative to the project, a URL, or the id of a call in a trace. */
  readonly file: string;
  /** The first line is 1. The line is 0 if the file has no meaningful lines. */
  readonly line: number;
  readonly excerpt: string;
}

/** What one source says about an API: its operations and their fields. */
export interface Surface {
  readonly source: SourceId;
  /** True if everything that the source does not list is absent. An example on a documentation page is not complete. */
  readonly complete: { readonly operations: boolean; readonly fields: boolean };
  readonly operations: readonly SurfaceOperation[];
  /** One sentence for each part of the source that could not be read. */
  readonly remarks: readonly { readonly text: string; readonly at: Citation }[];
}

export interface SurfaceOperation {
  /** The id of the contract with this method and path, else `METHOD /path` as in the source. */
  readonly id: OperationId;
  /** The request is null if the source names only a method of a client. */
  readonly request: RequestLine | null;
  /** The names of the operation in the source: `client.orders.pay`, `acme pay`. */
  readonly names: readonly string[];
  /** Fields, sorted by location and name. */
  readonly fields: readonly SurfaceField[];
  /** Members of the success body, as pointers. `*`: any item. Null if the source does not list them. */
  readonly answers: readonly string[] | null;
  readonly errors: readonly { readonly status: number; readonly code: string | null }[] | null;
  readonly lifecycle: 'proposed' | 'shipped' | 'deprecated' | 'removed';
  readonly at: Citation;
}

export interface SurfaceField {
  /** Logical name, with dots if the field is nested: `schedule.cron`. */
  readonly name: string;
  /** The place of the field. Null if the source does not state it, as in a table of keyword arguments. */
  readonly place: Place | null;
  /** The type in words that all sources share: `string`, `integer`, `list of string`, `map` and so on. Null if not stated. */
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly at: Citation;
}
