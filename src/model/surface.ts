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

/** Where a source says it. Without one a claim is a rumour. */
export interface Citation {
  /** Relative to the project, a URL, or a trace's call. */
  readonly file: string;
  /** 1-based; 0 when the file has no lines that a person would look at. */
  readonly line: number;
  /** What stands there, cut to a line. */
  readonly excerpt: string;
}

/** What one source of truth says of an API: its operations, and each one's fields. */
export interface Surface {
  readonly source: SourceId;
  /** What is not listed is denied. A page that shows two methods denies nothing. */
  readonly complete: { readonly operations: boolean; readonly fields: boolean };
  /** Sorted by id. */
  readonly operations: readonly SurfaceOperation[];
  /** What could not be read, for people: a method that no operation was found for. */
  readonly remarks: readonly { readonly text: string; readonly at: Citation }[];
}

export interface SurfaceOperation {
  /** A contract's id when method and path are a contract's; else `METHOD /path` as the source writes it. */
  readonly id: OperationId;
  /** Empty when the source names a method of a client only. */
  readonly request: { readonly method: string; readonly path: string } | null;
  /** How the source calls it: `client.orders.pay`, `acme pay`. */
  readonly names: readonly string[];
  /** Sorted by location and name. */
  readonly fields: readonly SurfaceField[];
  /** Success body members, as pointers with `*`; null: not said. */
  readonly answers: readonly string[] | null;
  readonly errors: readonly { readonly status: number; readonly code: string | null }[] | null;
  readonly lifecycle: 'proposed' | 'shipped' | 'deprecated' | 'removed';
  readonly at: Citation;
}

export interface SurfaceField {
  /** Logical name, dotted when nested: `schedule.cron`. */
  readonly name: string;
  /** null: the source does not say where it travels, as a table of keyword arguments. A body name is a pointer. */
  readonly place: Place | null;
  /** In words that all sources share (`string`, `integer`, `number`, `boolean`, `list of string`, `map`, `object`, …); null: not said. */
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly at: Citation;
}
