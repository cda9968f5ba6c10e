import type { AuthScheme, Lifecycle, Place, Serialization } from '../model/contract.ts';
import type { Method } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** Prefix of the ids of shared schemas. The rest of an id is a name and `.yaml`: the path of the file that the schema is written to. */
export const SCHEMA_FOLDER = 'parity:///schemas/';

/** An API as a document declares it, in any format. `$ref`s are resolved, and schemas are JSON Schema 2020-12. */
export interface ApiDocument {
  readonly title: string;
  readonly version: string;
  /** Where the document was read: a file or a URL. */
  readonly source: string;
  /** Operations in the order of the document. */
  readonly operations: readonly ApiOperation[];
  /** The schemas by their absolute ids. All remaining `$ref`s refer to these ids. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  readonly auth: { readonly [name: string]: AuthScheme };
  /** URLs of the servers with their variables filled in, in the order of the document. */
  readonly servers: readonly string[];
  /** The line at which each path starts in the document. A document without line breaks has none. */
  readonly lines: ReadonlyMap<string, number>;
  /** The parts of the document that could not be imported, one sentence for each. */
  readonly remarks: readonly string[];
  /**
   * Webhooks: requests that the server sends. A webhook has a name in place of a path. Only a document that is read in full has
   * webhooks.
   */
  readonly outgoing: readonly ApiOperation[];
  /** Operations with HTTP methods that OpenAPI does not define, as text. Only a document that is read in full has them. */
  readonly unread?: readonly string[];
}

export interface ApiOperation {
  readonly method: Method;
  /** Path of the operation, including the base path of the servers, and its fixed query if it has one. */
  readonly path: string;
  /** Key of the path in the document's `paths`. */
  readonly key: string;
  readonly operationId: string | null;
  readonly tag: string | null;
  readonly summary: string;
  readonly lifecycle: Lifecycle;
  /** Kinds of credential; any one of them is sufficient. An empty list means that the operation is public. */
  readonly auth: readonly string[];
  /** True if the operation also works without credentials. */
  readonly authOptional: boolean;
  /** Sets of credentials; any one set is sufficient. An empty set means that no credential is needed. */
  readonly security: readonly (readonly ApiCredential[])[];
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  readonly links: readonly ApiLink[];
  /** True if the document says, for example with a streaming media type, that the operation may respond only when something happens. */
  readonly waits?: true;
  /** Statements of the document that no contract can express, as sentences. Each kind of statement is listed once. */
  readonly partial: readonly string[];
  /**
   * Callbacks: requests that the server sends. A callback has a name in place of a path. Only a document that is read in full
   * has callbacks.
   */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiCredential {
  /**
   * Describes how the scheme is used, such as `bearer`, `apiKey in header X-Key` or `oauth2`. Two schemes that are used in the
   * same way have the same description.
   */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** A value of a successful response that a parameter of another operation takes. */
export interface ApiLink {
  readonly operationId: string;
  readonly parameter: string;
  /** Runtime expression of OpenAPI that finds the value in the response. */
  readonly value: string;
}

export interface ApiParameter {
  readonly place: Place;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly serialization: Serialization;
  readonly description: string | null;
  /** True if the parameter is deprecated. Only a document that is read in full says so. */
  readonly deprecated?: boolean;
}

export interface ApiBody {
  /** The media type that is sent, without parameters. */
  readonly mediaType: string;
  /** Other accepted media types. */
  readonly others: readonly string[];
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** How the members of a form are written, where this differs from OpenAPI's default. */
  readonly encoding: { readonly [member: string]: Serialization };
  /** All content types of the body. Only a document that is read in full lists them. */
  readonly contents?: readonly ApiContent[];
}

export interface ApiContent {
  /** The media type as the document states it, with parameters, or a range such as `text/*`. */
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly encoding: { readonly [member: string]: Serialization };
}

/** A response with one status and one media type. */
export interface ApiResponse {
  /**
   * The status. A class such as `4XX` is represented by the first status of the class. `default` is represented by 400, or by
   * 200 if the operation has no other response.
   */
  readonly status: number;
  /** Key of the response in the document: `200`, `4XX` or `default`. */
  readonly key: string;
  /** Media type of the body, or null if there is no body. It has its parameters if the document is read in full. */
  readonly mediaType: string | null;
  /** Schema of the body, or undefined if the document does not describe the body. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[];
  readonly errors: readonly string[];
}
