import type { AuthScheme, Lifecycle, Place, Serialization } from '../model/contract.ts';
import type { Method } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** Prefix of the ids of shared schemas. A name and `.yaml` follow, as in the names of the files that the schemas become. */
export const SCHEMA_FOLDER = 'parity:///schemas/';

/** An API as a document declares it, in any format. `$ref`s are resolved, and schemas are JSON Schema 2020-12. */
export interface ApiDocument {
  readonly title: string;
  readonly version: string;
  /** Where the document was read: a file or a URL. */
  readonly source: string;
  /** Operations in the order of the document. */
  readonly operations: readonly ApiOperation[];
  /** Absolute id → schema. All remaining `$ref`s refer to these ids. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  readonly auth: { readonly [name: string]: AuthScheme };
  /** URLs of the servers with their variables filled in, in the order of the document. */
  readonly servers: readonly string[];
  /** Line of each path in the source, if the source has lines. */
  readonly lines: ReadonlyMap<string, number>;
  /** What could not be imported, in sentences. */
  readonly remarks: readonly string[];
  /** Webhooks: requests that the server sends, with the name in place of a path. Only in a document that is read in full. */
  readonly outgoing: readonly ApiOperation[];
  /** Operations with unknown HTTP methods, as text. Only in a document that is read in full. */
  readonly unread?: readonly string[];
}

export interface ApiOperation {
  readonly method: Method;
  /** Path of the operation, including the base path of the servers. */
  readonly path: string;
  /** Key of the path in the document's `paths`. */
  readonly key: string;
  readonly operationId: string | null;
  readonly tag: string | null;
  readonly summary: string;
  readonly lifecycle: Lifecycle;
  /** Authentication kinds, any of which is sufficient. Empty: the operation is public. */
  readonly auth: readonly string[];
  /** True if the operation also works without credentials. */
  readonly authOptional: boolean;
  /** Sets of credentials, any of which is sufficient. An empty set means that none is needed. */
  readonly security: readonly (readonly ApiCredential[])[];
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  readonly links: readonly ApiLink[];
  /** The document shows that it may respond only when something happens. */
  readonly waits?: true;
  /** Statements of the document that no contract can express, in sentences. Each kind of loss is listed once. */
  readonly partial: readonly string[];
  /** Callbacks: requests that the server sends, with the name in place of a path. Only in a document that is read in full. */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiCredential {
  /** Description of the scheme, equal for schemes that are used in the same way: `bearer`, `apiKey in header X-Key`, `oauth2`. */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** A value of a successful response that a parameter of another operation takes. */
export interface ApiLink {
  readonly operationId: string;
  readonly parameter: string;
  /** Runtime expression that finds the value. */
  readonly value: string;
}

export interface ApiParameter {
  readonly place: Place;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly serialization: Serialization;
  readonly description: string | null;
  /** Whether the parameter is deprecated. Only in a document that is read in full. */
  readonly deprecated?: boolean;
}

export interface ApiBody {
  /** The media type that is sent, without parameters. */
  readonly mediaType: string;
  /** Other accepted media types. */
  readonly others: readonly string[];
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** How the members of a form are written, if not in the default way. */
  readonly encoding: { readonly [member: string]: Serialization };
  /** All content types. Only in a document that is read in full. */
  readonly contents?: readonly ApiContent[];
}

export interface ApiContent {
  /** Media type as in the document, with parameters and ranges. */
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly encoding: { readonly [member: string]: Serialization };
}

/** A response with one status and one media type. */
export interface ApiResponse {
  /** The status. For a class: its first status. For `default`: 400, or 200 if it is the only response. */
  readonly status: number;
  /** Key of the response in the document: `200`, `4XX` or `default`. */
  readonly key: string;
  /** Media type of the body. null if there is no body. With parameters if the document is read in full. */
  readonly mediaType: string | null;
  /** Schema of the body. undefined if the body is not described. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[];
  readonly errors: readonly string[];
}
