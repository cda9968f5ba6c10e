import type { AuthScheme, Lifecycle, Place, Serialization } from '../model/contract.ts';
import type { Method } from '../model/http.ts';
import type { JsonSchema } from '../model/json.ts';

/** Each shared schema has an id such as `parity:///schemas/order.yaml`. */
export const SCHEMA_FOLDER = 'parity:///schemas/';

/** An API document of any supported format, with schemas as JSON Schema 2020-12. */
export interface ApiDocument {
  readonly title: string;
  readonly version: string;
  /** File or URL of the document. Without a document, the text is `contracts` or `recording`. */
  readonly source: string;
  readonly operations: readonly ApiOperation[];
  /** The shared schemas by id. Every `$ref` refers to one of these ids. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  readonly auth: { readonly [name: string]: AuthScheme };
  /** URLs of the servers with their variables filled in, in the order of the document. */
  readonly servers: readonly string[];
  /** The line of each path. The map is empty for a document without line breaks. */
  readonly lines: ReadonlyMap<string, number>;
  /** Sentences about the parts of the document that could not be imported. */
  readonly remarks: readonly string[];
  /** Webhooks, each with its name as the `path`. The list is empty unless documents are compared. */
  readonly outgoing: readonly ApiOperation[];
  /** Operations whose HTTP method is not allowed in contracts. Set only in a comparison of documents. */
  readonly unread?: readonly string[];
}

export interface ApiOperation {
  readonly method: Method;
  /** Path with the base path of the server, and with a fixed query such as `?action=list`. */
  readonly path: string;
  /** The key of the operation's path under `paths` in the document. */
  readonly key: string;
  readonly operationId: string | null;
  readonly tag: string | null;
  readonly summary: string;
  readonly lifecycle: Lifecycle;
  /** Names of the accepted credentials. A request needs only one of these credentials. */
  readonly auth: readonly string[];
  /** True if the operation also works without credentials. */
  readonly authOptional: boolean;
  /** Alternative sets of credentials. A request needs all credentials of one set. */
  readonly security: readonly (readonly ApiCredential[])[];
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  readonly links: readonly ApiLink[];
  /** True if the operation may wait for an event before it responds, for example because it sends a stream. */
  readonly waits?: true;
  /** Sentences about parts of the operation that no contract can express, without duplicates. */
  readonly partial: readonly string[];
  /** Callbacks, each with its name as the `path`. The list is empty unless documents are compared. */
  readonly outgoing: readonly ApiOperation[];
}

export interface ApiCredential {
  /** How the credential is sent, such as `HTTP bearer`, `API key in header X-Key` or `oauth2`. */
  readonly scheme: string;
  readonly scopes: readonly string[];
}

/** Passes a value from a successful response to a parameter of the operation `operationId`. */
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
  /** True if the parameter is deprecated. Set only in a comparison of documents. */
  readonly deprecated?: boolean;
}

export interface ApiBody {
  /** The media type that is sent, without parameters such as `charset`. */
  readonly mediaType: string;
  /** Further media types with the same fields as `mediaType`. */
  readonly others: readonly string[];
  /** Media types that are not examined, because their fields are not the fields of `mediaType`. */
  readonly unexamined?: readonly string[];
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** The serialization styles of form members, except OpenAPI's default style. */
  readonly encoding: { readonly [member: string]: Serialization };
  /** All content types of the body. Set only in a comparison of documents. */
  readonly contents?: readonly ApiContent[];
}

export interface ApiContent {
  /** The media type with its parameters, or a range such as `text/*`. */
  readonly mediaType: string;
  readonly schema: JsonSchema;
  readonly encoding: { readonly [member: string]: Serialization };
}

export interface ApiResponse {
  /** Status of the response, such as 400 for the key `4XX`, and 200 or 400 for `default`. */
  readonly status: number;
  /** Key of the response in the document, such as `200`, `4XX` or `default`. */
  readonly key: string;
  /** Media type of the body. Parameters such as `charset` are removed, except in a comparison of documents. */
  readonly mediaType: string | null;
  /** Schema of the body, or undefined if the document does not describe the body. */
  readonly schema: JsonSchema | undefined;
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[];
  readonly errors: readonly string[];
}
