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

/** The place where a source states something, so that a reader can verify it. */
export interface Citation {
  /** A path relative to the project, a URL, or the id of a call in a trace. */
  readonly file: string;
  /** Line number, starting at 1. 0 if the file has no meaningful lines. */
  readonly line: number;
  /** The content at this place, shortened to one line. */
  readonly excerpt: string;
}

/** What one source says about an API: its operations and their fields. */
export interface Surface {
  readonly source: SourceId;
  /**
   * True if everything that the source does not list is absent. For example, a documentation page that shows two
   * methods is not complete. Further methods may exist.
   */
  readonly complete: { readonly operations: boolean; readonly fields: boolean };
  /** Operations, sorted by id. */
  readonly operations: readonly SurfaceOperation[];
  /**
   * The parts of the source that could not be read. There is one sentence for each part, for example that no operation
   * was found for a method.
   */
  readonly remarks: readonly { readonly text: string; readonly at: Citation }[];
}

export interface SurfaceOperation {
  /**
   * The id of the contract that has the same method and path. If there is no such contract, `METHOD /path` as in the
   * source.
   */
  readonly id: OperationId;
  /** Method and path. Null if the source names only a method of a client. */
  readonly request: RequestLine | null;
  /** The names of the operation in the source: `client.orders.pay`, `acme pay`. */
  readonly names: readonly string[];
  /** Fields, sorted by location and name. */
  readonly fields: readonly SurfaceField[];
  /**
   * Members of the success body, as pointers. `*` in a pointer means any position of a list. Null if the source does
   * not list the members.
   */
  readonly answers: readonly string[] | null;
  readonly errors: readonly { readonly status: number; readonly code: string | null }[] | null;
  readonly lifecycle: 'proposed' | 'shipped' | 'deprecated' | 'removed';
  readonly at: Citation;
}

export interface SurfaceField {
  /** Logical name of the field, with dots if it is nested: `schedule.cron`. */
  readonly name: string;
  /**
   * The location of the field. In a body, the name is a pointer. Null if the source does not state the location, as in
   * a table of keyword arguments.
   */
  readonly place: Place | null;
  /**
   * The type. All sources use the same names: `string`, `integer`, `number`, `boolean`, `list of string`, `map`,
   * `object` and so on. Null if the source does not state the type.
   */
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly at: Citation;
}
