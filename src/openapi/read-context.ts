import type { Method } from '../model/http.ts';
import type { JsonObject } from '../model/json.ts';
import type { Bundle } from './load-bundle.ts';
import type { AuthReader } from './read-auth.ts';
import type { SchemaReader } from './read-schema.ts';

/** An operation as written in its document. */
export interface RawOperation {
  readonly key: string;
  readonly method: Method;
  readonly item: { readonly value: JsonObject; readonly base: string };
  readonly operation: JsonObject;
  readonly base: string;
  /** The server makes this request. */
  readonly isOutgoing?: boolean;
  /** What no contract can express, each kind once. */
  readonly lost: Set<string>;
}

export interface ReadContext {
  readonly bundle: Bundle;
  readonly root: JsonObject;
  readonly schemas: SchemaReader;
  readonly auth: AuthReader;
  /** Also read what no contract can express, for a comparison. */
  readonly inFull: boolean;
}
