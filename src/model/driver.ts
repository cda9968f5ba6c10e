import type { Json } from './json.ts';

/**
 * Version of the protocol between wireparity and a driver: one JSON object per line on the driver's stdin and stdout.
 * docs/reference/driver-protocol.md describes the protocol for authors of drivers. A driver reports what happens and never
 * judges it.
 */
export const DRIVER_PROTOCOL = 2;

/** A value that JSON cannot represent. All other values in the protocol are plain JSON. */
export type TaggedValue =
  /** A time in ISO 8601. Without an offset it has no time zone. */
  | { readonly $type: 'datetime'; readonly value: string }
  | { readonly $type: 'bytes'; readonly base64: string }
  /** A member of an enumeration, with its value. */
  | { readonly $type: 'enum'; readonly class: string; readonly value: Json }
  /** An object with a class, such as a model. `fields` are the object's public attributes. */
  | { readonly $type: 'object'; readonly class: string; readonly fields: { readonly [name: string]: DriverValue } }
  /** Only in traces: a file that the tracer creates where the client runs. The driver receives its name. */
  | { readonly $type: 'file'; readonly name: string; readonly content: { readonly [member: string]: Json } }
  /** A value that cannot be transferred, such as a function or a handle. `text` is the text that the language prints for it. */
  | {
      readonly $type: 'opaque';
      readonly class: string;
      readonly text: string;
      /** True if the driver shortened the value because the value is too large. */
      readonly bounded?: true;
    };

export type DriverValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly DriverValue[]
  | TaggedValue
  | { readonly [key: string]: DriverValue };

/** The declared type of a parameter, with type names that all languages share. */
export type TypeHint =
  | { readonly kind: 'string'; readonly format?: 'uuid' }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'null' | 'datetime' | 'bytes' | 'any' }
  | { readonly kind: 'list'; readonly of: TypeHint }
  | { readonly kind: 'map'; readonly of: TypeHint }
  | { readonly kind: 'union'; readonly of: readonly TypeHint[] }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  /** A record with known members: a model, an options object, or a JSON Schema object. */
  | { readonly kind: 'object'; readonly class: string; readonly fields: readonly Parameter[] }
  /** JSON as text: a command option whose documentation says that it takes JSON. */
  | { readonly kind: 'json' };

export interface Parameter {
  /** Name of the parameter as it is written in the client's language: `ship_at`, `shipAt`, `--ship-at`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeHint;
  /** The type as it is written in the declaration, for example `Optional[List[str]]`. */
  readonly declared?: string;
  /** True if the type is not declared, and the driver guessed it from the documentation or the default. */
  readonly inferred?: true;
  /** Default value. Absent if the parameter has no default, or if the default is not a JSON value. */
  readonly default?: Json;
  readonly positional?: boolean;
  /** False if a caller can give the argument by position only, as in Python before a `/`. */
  readonly named?: false;
}

export interface MethodDescription {
  /** Name of the method: the path from the client object, `orders.ship`. For a function of the package: `acme.webhook.verify`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Parameters of the method's other signatures, in languages with overloads. */
  readonly overloads?: readonly (readonly Parameter[])[];
  readonly returns?: TypeHint;
  readonly doc?: string;
  readonly async?: boolean;
  /** Where the method is defined, relative to the source folder. */
  readonly at?: { readonly file: string; readonly line: number };
  /** Set if the method accepts arbitrary keywords. Lists the keywords that the method's documentation or code mentions. */
  readonly rest?: readonly (string | Pick<Parameter, 'name' | 'type'>)[];
  /** Parameters whose types are too large to describe in full. Below a certain depth, their types are `any`. */
  readonly bounded?: readonly string[];
  /** Paths of arguments that configure the client and are not fields of the API. The trace finds them; drivers do not report them. */
  readonly options?: readonly string[];
  /** Why the driver cannot describe the method. Such a method is not called. */
  readonly unreadable?: string;
}

export interface ErrorClass {
  /** Full name of the exception class, for example `acme.errors.RateLimitError`. */
  readonly class: string;
  /** Full names of the base classes, nearest first. Classes of the language itself are left out. */
  readonly bases: readonly string[];
  readonly doc?: string;
}

/** What the driver knows about a client before any request is sent. */
export interface ClientDescription {
  readonly protocol: number;
  readonly driver: string;
  /** Name and version of the language runtime, for example `Python 3.11.7`. */
  readonly runtime: string;
  readonly methods: readonly MethodDescription[];
  /**
   * How callers construct the client, under the name of the client file's `construct.call`. Absent if the driver does not
   * describe it; null if the package no longer has that name.
   */
  readonly construction?: MethodDescription | null;
  /** Further paths of resource objects that are described under another one: `{ orders: 'sales' }`. */
  readonly aliases?: { readonly [path: string]: string };
  readonly errors: readonly ErrorClass[];
  /** Where the client states its version, for example `{ source: "pyproject.toml", version: "0.1.3" }`. */
  readonly versions: readonly { readonly source: string; readonly version: string }[];
}

/** The result of a call as its caller sees it. `waits`: the seconds that the client wanted to sleep; the driver skipped these waits. */
export type CallOutcome = { readonly waits?: readonly number[] } & Outcome;

type Outcome =
  | {
      readonly kind: 'returned';
      readonly value: DriverValue;
      /** True if the method returned before the response arrived, so that the value is not the result of the request. */
      readonly early?: true;
    }
  | {
      readonly kind: 'raised';
      readonly class: string;
      readonly bases: readonly string[];
      readonly text: string;
      readonly attributes: { readonly [name: string]: DriverValue };
      /** True if the exception class belongs to the client and not to the language or a library. */
      readonly own: boolean;
    }
  /** The result of a command. Exit code 0 is a success. */
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** True if the command printed more than the driver keeps. */
      readonly bounded?: true;
      /** True if the command read standard input, that is, asked the user for something. */
      readonly asked?: true;
    }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/** The parameters with which a driver is started. They are the values of the client file with `${…}` replaced. */
export interface DriverStart {
  readonly do: 'start';
  readonly protocol: number;
  /** Absolute path of the client's source. null for an installed package. */
  readonly source: string | null;
  readonly construct: {
    readonly call: string;
    readonly args: readonly Json[];
    readonly kwargs: { readonly [name: string]: Json };
  } | null;
  /** The command that starts an `mcp` or `command` client. Its first word is the program. */
  readonly command: readonly string[];
  /** Full names of further functions that the driver should describe. */
  readonly functions: readonly string[];
  /** Methods that the driver should leave out, as patterns over their names. */
  readonly ignore: readonly string[];
  /** For the `command` driver: the parameters of commands whose help text cannot be parsed. */
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** For the `command` driver: for each pattern of command names, the lines to enter on standard input. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /** True if another process of the driver has already sent the descriptions of the methods, so that they need not be sent again. */
  readonly described?: true;
}

export interface DriverCall {
  readonly do: 'call';
  readonly method: string;
  readonly arguments: { readonly [parameter: string]: DriverValue };
  readonly timeoutMs: number;
  /**
   * For the `command` driver: values that replace the start parameters for this call, so that each of several concurrent calls
   * has its own recorder.
   */
  readonly instead?: { readonly command: readonly string[]; readonly env: { readonly [name: string]: string } };
}

export interface DriverEnd {
  readonly do: 'end';
}

export type DriverRequest = { readonly id: number } & (DriverStart | DriverCall | DriverEnd);

/** The final reply to `start`; the methods were sent before it, one per message. */
export type ClientStarted = Omit<ClientDescription, 'methods'>;

export type DriverReply =
  | { readonly id: number; readonly ok: ClientStarted | CallOutcome | null }
  /** A part of the reply to `start`. More messages follow. */
  | { readonly id: number; readonly method: MethodDescription }
  /** The driver is still working on the reply to `start`. The text says what it does. */
  | { readonly id: number; readonly busy: string }
  | { readonly id: number; readonly error: DriverError };

export interface DriverError {
  /** Error code: `import-failed`, `construct-failed`, `method-unknown`, `start-failed` or `request-invalid`. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  /** Part of the reply to `start` if the client could not be constructed as the client file says: how callers construct it. */
  readonly construction?: MethodDescription;
  /** In reply to `start`: the name, `construct.call` or one of `functions`, that the loaded package does not have. */
  readonly missing?: string;
}
