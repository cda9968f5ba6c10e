import type { AuthScheme, Lifecycle, Place, Serialization } from '../model/contract.ts';
import type { Method } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** Ids of shared schemas consist of this prefix, a name and `.yaml`, like those of the files that they become. */
export const SCHEMA_FOLDER = 'parity:///schemas/';

/** An API as a document declares it, in any format: `$ref`s are resolved, and schemas are JSON Schema 2020-12. */
export interface ApiDocument {
  readonly title: string;
  readonly version: string;
  /** Where it was read: a file or a URL. */
  readonly source: string;
  /** In document order. */
  readonly operations: readonly ApiOperation[];
  /** Absolute id → schema. All remaining `$ref`s are to these ids. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  readonly auth: { readonly [name: string]: AuthScheme };
  /** URLs with their variables filled in, in document order. */
  readonly servers: readonly string[];
  /** Line of each path in the source, if the source has lines. */
  readonly lines: ReadonlyMap<string, number>;
  /** What could not be imported, for people. */
  readonly remarks: readonly string[];
  /** Webhooks: requests that the server makes, with the name in place of a path. Only in a document that is read in full. */
  readonly outgoing: readonly ApiOperation[];
  /** Operations with unknown HTTP methods, as text. Only in a document that is read in full. */
  readonly unread?: readonly string[];
}

export interface ApiOperation {
  readonly method: Method;
  /** Including the servers' base path. */
  readonly path: string;
  /** The key in the document's `paths`. */
  readonly key: string;
  readonly operationId: string | null;
  readonly tag: string | null;
  readonly summary: string;
  readonly lifecycle: Lifecycle;
  /** Any of them is sufficient; empty: public. */
  readonly auth: readonly string[];
  /** It also works without credentials. */
  readonly authOptional: boolean;
  /** Sets of credentials, any of which is sufficient; an empty set means that none is needed. */
  readonly security: readonly (readonly ApiCredential[])[];
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  readonly links: readonly ApiLink[];
  /** The document shows that it may respond only when something happens. */
  readonly waits?: true;
  /** Statements of the document that no contract can express: each kind of loss once, for people. */
  readonly partial: readonly string[];
  /** Callbacks: requests that the server makes, with the name in place of a path. Only in a document that is read in full. */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiCredential {
  /** `bearer`, `apiKey in header X-Key`, `oauth2`: equal for schemes that are used in the same way. */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** A value of a successful response that a parameter of another operation takes. */
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
  /** Only in a document that is read in full. */
  readonly deprecated?: boolean;
}

export interface ApiBody {
  /** The media type that is sent, without parameters. */
  readonly mediaType: string;
  /** Other accepted media types. */
  readonly others: readonly string[];
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** How members of a form are written, if not in the default way. */
  readonly encoding: { readonly [member: string]: Serialization };
  /** Every content type. Only in a document that is read in full. */
  readonly contents?: readonly ApiContent[];
}

export interface ApiContent {
  /** As in the document, with parameters and ranges. */
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly encoding: { readonly [member: string]: Serialization };
}

/** One status with one media type. */
export interface ApiResponse {
  /** For a class, its first status; for `default`, 400, or 200 if it is the only response. */
  readonly status: number;
  /** The key in the document: `200`, `4XX` or `default`. */
  readonly key: string;
  /** null if it has no body. With parameters if the document is read in full. */
  readonly mediaType: string | null;
  /** undefined if the body is not described. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[];
  readonly errors: readonly string[];
}
