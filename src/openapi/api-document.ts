import type { AuthScheme, Lifecycle, Place, Serialization } from '../model/contract.ts';
import type { Method } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** Prefix of the ids of shared schemas. A file name follows, because an import writes each shared schema to a file. */
export const SCHEMA_FOLDER = 'parity:///schemas/';

/** An API document, read from any supported format. Schemas are JSON Schema 2020-12. */
export interface ApiDocument {
  readonly title: string;
  readonly version: string;
  /** The file or the URL of the document. For other sources: `contracts` or `recording`. */
  readonly source: string;
  readonly operations: readonly ApiOperation[];
  /** The shared schemas by id. Every `$ref` refers to such an id. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  readonly auth: { readonly [name: string]: AuthScheme };
  /** URLs of the servers with their variables filled in, in the order of the document. */
  readonly servers: readonly string[];
  /** Maps each path to the line where it starts in the document. Empty for a document without line breaks. */
  readonly lines: ReadonlyMap<string, number>;
  /** Sentences about the parts of the document that could not be imported. */
  readonly remarks: readonly string[];
  /**
   * Webhooks: requests that the server sends. The `path` of a webhook is its name. Empty unless documents are compared.
   */
  readonly outgoing: readonly ApiOperation[];
  /** Operations with an HTTP method that contracts cannot have, as text. Only set if documents are compared. */
  readonly unread?: readonly string[];
}

export interface ApiOperation {
  readonly method: Method;
  /** Path of the operation. Includes the base path of the server and a fixed query such as `?action=list`. */
  readonly path: string;
  /** The key of the operation's path under `paths` in the document. */
  readonly key: string;
  readonly operationId: string | null;
  readonly tag: string | null;
  readonly summary: string;
  readonly lifecycle: Lifecycle;
  /** Names of the accepted credentials. A request needs only one. If the list is empty, the operation is public. */
  readonly auth: readonly string[];
  /** True if the operation also works without credentials. */
  readonly authOptional: boolean;
  /** Sets of credentials. One set is sufficient. If a set is empty, no credential is needed. */
  readonly security: readonly (readonly ApiCredential[])[];
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  readonly links: readonly ApiLink[];
  /** True if the operation may wait for an event before it responds, for example because it sends a stream. */
  readonly waits?: true;
  /** Sentences about parts of the operation that no contract can express, without duplicates. */
  readonly partial: readonly string[];
  /**
   * Callbacks: requests that the server sends. The `path` of a callback is its name. Empty unless documents are
   * compared.
   */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiCredential {
  /** How the credential is sent, such as `HTTP bearer`, `API key in header X-Key` or `oauth2`. */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** A link of OpenAPI: a parameter of the operation `operationId` takes a value from a successful response. */
export interface ApiLink {
  readonly operationId: string;
  readonly parameter: string;
  /** An OpenAPI runtime expression such as `$response.body#/id`. */
  readonly value: string;
}

export interface ApiParameter {
  readonly place: Place;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly serialization: Serialization;
  readonly description: string | null;
  /** True if the parameter is deprecated. Only set if documents are compared. */
  readonly deprecated?: boolean;
}

export interface ApiBody {
  /** The media type that is sent, without parameters such as `charset`. */
  readonly mediaType: string;
  /** Further media types with the same fields as `mediaType`. */
  readonly others: readonly string[];
  /** Media types of request bodies that are not examined, because their fields differ from those of `mediaType`. */
  readonly unexamined?: readonly string[];
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** The serialization style of each form member that does not use OpenAPI's default style. */
  readonly encoding: { readonly [member: string]: Serialization };
  /** All content types of the body. Only set if documents are compared. */
  readonly contents?: readonly ApiContent[];
}

export interface ApiContent {
  /** The media type exactly as in the document, with its parameters. It may be a range such as `text/*`. */
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly encoding: { readonly [member: string]: Serialization };
}

export interface ApiResponse {
  /**
   * The status. For a class such as `4XX`: its first status, `400`. For `default`: 400 if the operation declares a 2xx
   * or 3xx response, else 200.
   */
  readonly status: number;
  /** Key of the response in the document: `200`, `4XX` or `default`. */
  readonly key: string;
  /**
   * Media type of the body, or null if there is no body. Includes parameters such as `charset` only if documents are
   * compared.
   */
  readonly mediaType: string | null;
  /** Schema of the body, or undefined if the document does not describe the body. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[];
  readonly errors: readonly string[];
}
