import type { AuthScheme, Lifecycle, Place, Serialization } from '../model/contract.ts';
import type { Method } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** Ids of shared schemas are this, a name and `.yaml`: as those of the files that they become. */
export const SCHEMA_FOLDER = 'parity:///schemas/';

/** An API as a document declares it, whatever its format: `$ref`s followed, schemas as JSON Schema 2020-12. */
export interface ApiDocument {
  readonly title: string;
  readonly version: string;
  /** Where it was read: a file or a URL. */
  readonly source: string;
  /** In the document's order. */
  readonly operations: readonly ApiOperation[];
  /** Absolute id → schema. The only `$ref`s are to these ids. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  readonly auth: { readonly [name: string]: AuthScheme };
  /** URLs with their variables filled in, in the document's order. */
  readonly servers: readonly string[];
  /** Line of each path in the source, when it has lines. */
  readonly lines: ReadonlyMap<string, number>;
  /** What could not be taken over, for people. */
  readonly remarks: readonly string[];
  /** Its webhooks: requests that the server makes, by name in place of a path. Only of a document that is read in full. */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiOperation {
  readonly method: Method;
  /** With the servers' base path before it. */
  readonly path: string;
  /** As the document has it among its paths. */
  readonly key: string;
  readonly operationId: string | null;
  readonly tag: string | null;
  readonly summary: string;
  readonly lifecycle: Lifecycle;
  /** Any of them is enough; empty: public. */
  readonly auth: readonly string[];
  /** Works without credentials too. */
  readonly authOptional: boolean;
  /** Sets of credentials, any of which is enough; one that is empty: none is needed. */
  readonly security: readonly (readonly ApiCredential[])[];
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  readonly links: readonly ApiLink[];
  /** What the document says and no contract can: each kind of loss once, for people. */
  readonly partial: readonly string[];
  /** Its callbacks: requests that the server makes, by name in place of a path. Only of a document that is read in full. */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiCredential {
  /** `bearer`, `apiKey in header X-Key`, `oauth2`: the same for two schemes that are used in the same way. */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** A value of a successful call that a parameter of another operation takes. */
export interface ApiLink {
  readonly operationId: string;
  readonly parameter: string;
  /** A runtime expression. */
  readonly value: string;
}

export interface ApiParameter {
  readonly place: Place;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly serialization: Serialization;
  readonly description: string | null;
}

export interface ApiBody {
  /** The one that is sent. */
  readonly mediaType: string;
  /** Others that are accepted. */
  readonly others: readonly string[];
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** How members of a form are written, where it differs from the usual way. */
  readonly encoding: { readonly [member: string]: Serialization };
  /** Every content type. Only of a document that is read in full. */
  readonly contents?: readonly ApiContent[];
}

export interface ApiContent {
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly encoding: { readonly [member: string]: Serialization };
}

/** One status with one media type. */
export interface ApiResponse {
  /** Of a class, its first; of `default`, 400, or 200 where it is the only one. */
  readonly status: number;
  /** As a document says it: `200`, `4XX` or `default`. */
  readonly key: string;
  /** null: it has no body. */
  readonly mediaType: string | null;
  /** undefined: the body is not described. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[];
  readonly errors: readonly string[];
}
