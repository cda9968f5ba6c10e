import type { Place } from './contract.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

/** `contract`, `openapi:<name>`, `observed:<target>`, `client:<name>`, `docs:<name>`, `manifest:<name>`. */
export type SourceId = string;

export const SOURCE_KINDS = ['contract', 'openapi', 'observed', 'client', 'docs', 'manifest'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export function sourceKind(id: SourceId): SourceKind {
  const kind = id.split(':')[0];
  return SOURCE_KINDS.find((each) => each === kind) ?? 'docs';
}

/** The place where a source states something, so that the claim can be verified. */
export interface Citation {
  /** Relative to the project, or a URL, or a trace's call. */
  readonly file: string;
  /** 1-based; 0 if the file has no meaningful lines. */
  readonly line: number;
  /** The content there, truncated to one line. */
  readonly excerpt: string;
}

/** What one source says about an API: its operations and their fields. */
export interface Surface {
  readonly source: SourceId;
  /** If true, what is not listed counts as absent. A page that shows two methods does not deny the others. */
  readonly complete: { readonly operations: boolean; readonly fields: boolean };
  /** Sorted by id. */
  readonly operations: readonly SurfaceOperation[];
  /** What could not be read, for people: for example, a method for which no operation was found. */
  readonly remarks: readonly { readonly text: string; readonly at: Citation }[];
}

export interface SurfaceOperation {
  /** The contract's id if method and path match a contract; otherwise `METHOD /path` as the source writes it. */
  readonly id: OperationId;
  /** Empty if the source only names a method of a client. */
  readonly request: { readonly method: string; readonly path: string } | null;
  /** The source's name for it: `client.orders.pay`, `acme pay`. */
  readonly names: readonly string[];
  /** Sorted by location and name. */
  readonly fields: readonly SurfaceField[];
  /** Members of the success body, as pointers with `*`; null: not stated. */
  readonly answers: readonly string[] | null;
  readonly errors: readonly { readonly status: number; readonly code: string | null }[] | null;
  readonly lifecycle: 'proposed' | 'shipped' | 'deprecated' | 'removed';
  readonly at: Citation;
}

export interface SurfaceField {
  /** Logical name, dotted if nested: `schedule.cron`. */
  readonly name: string;
  /** null if the source does not say where it travels, such as a table of keyword arguments. In a body, the name is a pointer. */
  readonly place: Place | null;
  /**
   * In the vocabulary that all sources share (`string`, `integer`, `number`, `boolean`, `list of string`, `map`, `object` and so
   * on); null: not stated.
   */
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly at: Citation;
}
