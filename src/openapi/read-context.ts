import type { Method } from '../model/http.ts';
import type { JsonObject } from '../model/json.ts';
import type { Bundle } from './load-bundle.ts';
import type { AuthReader } from './read-auth.ts';
import type { SchemaReader } from './read-schema.ts';

export interface RawOperation {
  readonly key: string;
  readonly method: Method;
  readonly item: { readonly value: JsonObject; readonly base: string };
  readonly operation: JsonObject;
  readonly base: string;
  /** True if the server sends this request (a webhook or a callback). */
  readonly isOutgoing?: boolean;
  readonly lost: Set<string>;
}

export interface ReadContext {
  readonly bundle: Bundle;
  readonly root: JsonObject;
  readonly schemas: SchemaReader;
  readonly auth: AuthReader;
  /** If true, also reads parts that only a comparison of documents needs. */
  readonly inFull: boolean;
}
