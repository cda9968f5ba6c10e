import type { Json } from './json.ts';

/**
 * Version of the protocol between wireparity and a driver. The protocol sends one JSON object per line on stdin and
 * stdout of the driver. docs/reference/driver-protocol.md describes the protocol for authors of drivers. A driver
 * reports what happens. It never judges what happens.
 */
export const DRIVER_PROTOCOL = 2;

/** A value that JSON cannot represent. All other values in the protocol are plain JSON. */
export type TaggedValue =
  /** A time in ISO 8601. If it contains no offset, it has no time zone. */
  | { readonly $type: 'datetime'; readonly value: string }
  | { readonly $type: 'bytes'; readonly base64: string }
  /** A member of an enumeration, with its value. */
  | { readonly $type: 'enum'; readonly class: string; readonly value: Json }
  /** An object with a class, such as a model. `fields` are the object's public attributes. */
  | { readonly $type: 'object'; readonly class: string; readonly fields: { readonly [name: string]: DriverValue } }
  /**
   * A file that the tracer creates on the machine of the client. The driver receives the name of the file. Used only in
   * traces.
   */
  | { readonly $type: 'file'; readonly name: string; readonly content: { readonly [member: string]: Json } }
  /**
   * A value that cannot be transferred, such as a function or a handle. `text` is the text that the language prints for
   * this value.
   */
  | {
      readonly $type: 'opaque';
      readonly class: string;
      readonly text: string;
      /** True if the driver shortened the value because it was too large. */
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

/** The declared type of a parameter. The names of types are the same for all languages. */
export type TypeHint =
  | { readonly kind: 'string'; readonly format?: 'uuid' }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'null' | 'datetime' | 'bytes' | 'any' }
  | { readonly kind: 'list'; readonly of: TypeHint }
  | { readonly kind: 'map'; readonly of: TypeHint }
  | { readonly kind: 'union'; readonly of: readonly TypeHint[] }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  /** A record whose members are known: a model, an options object, or a JSON Schema object. */
  | { readonly kind: 'object'; readonly class: string; readonly fields: readonly Parameter[] }
  /** JSON as text: the value of a command option. The documentation of this option says that it takes JSON. */
  | { readonly kind: 'json' };

export interface Parameter {
  /** Name of the parameter in the language of the client: `ship_at`, `shipAt`, `--ship-at`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeHint;
  /** The text of the type in the declaration, for example `Optional[List[str]]`. */
  readonly declared?: string;
  /** True if the type is not declared. The driver then guessed the type from the documentation or the default. */
  readonly inferred?: true;
  /** Default value. Absent if the parameter has no default, or if the default is not a JSON value. */
  readonly default?: Json;
  readonly positional?: boolean;
  /** False if a caller can only give the argument by position, as for a Python parameter before a `/`. */
  readonly named?: false;
}

export interface MethodDescription {
  /**
   * Name of the method. It is the path from the client object: `orders.ship`. For a function of the package, it is the
   * full name: `acme.webhook.verify`.
   */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Parameters of the method's further signatures. Only some languages allow several signatures for one method. */
  readonly overloads?: readonly (readonly Parameter[])[];
  readonly returns?: TypeHint;
  readonly doc?: string;
  readonly async?: boolean;
  /** Where the method is defined, relative to the source folder. */
  readonly at?: { readonly file: string; readonly line: number };
  /**
   * Set if the method accepts any keyword. Contains the keywords that the documentation or the code of the method
   * mentions.
   */
  readonly rest?: readonly (string | Pick<Parameter, 'name' | 'type'>)[];
  /** Parameters whose types are too large to describe in full. Below a certain depth, their types are `any`. */
  readonly bounded?: readonly string[];
  /**
   * Paths of arguments that configure the client. Such arguments are not fields of the API. The trace finds these
   * paths, and drivers do not report them.
   */
  readonly options?: readonly string[];
  /** Why the driver cannot describe the method. Such a method is not called. */
  readonly unreadable?: string;
}

export interface ErrorClass {
  /** Full name of the exception class, for example `acme.errors.RateLimitError`. */
  readonly class: string;
  /** Full names of the base classes. The nearest class comes first. Classes of the language are left out. */
  readonly bases: readonly string[];
  readonly doc?: string;
}

/** What the driver knows about a client before the client sends a request. */
export interface ClientDescription {
  readonly protocol: number;
  readonly driver: string;
  /** Name and version of the language runtime, for example `Python 3.11.7`. */
  readonly runtime: string;
  readonly methods: readonly MethodDescription[];
  /**
   * How callers construct the client. Its name is the name in `construct.call` of the client file. Absent if the driver
   * does not describe the construction. Null if the package no longer has this name.
   */
  readonly construction?: MethodDescription | null;
  /**
   * Additional paths of resource objects. The value is the path under which the object is described: `{ orders: 'sales'
   * }`.
   */
  readonly aliases?: { readonly [path: string]: string };
  readonly errors: readonly ErrorClass[];
  /** Where the client states its version, for example `{ source: "pyproject.toml", version: "0.1.3" }`. */
  readonly versions: readonly { readonly source: string; readonly version: string }[];
}

/**
 * The result that the caller of a method sees. `waits`: the seconds that the client wanted to sleep. The driver skipped
 * these waits.
 */
export type CallOutcome = { readonly waits?: readonly number[] } & Outcome;

type Outcome =
  | {
      readonly kind: 'returned';
      readonly value: DriverValue;
      /** True if the method returned before the response arrived. The value is then not the result of the request. */
      readonly early?: true;
    }
  | {
      readonly kind: 'raised';
      readonly class: string;
      readonly bases: readonly string[];
      readonly text: string;
      readonly attributes: { readonly [name: string]: DriverValue };
      /** True if the exception class belongs to the client. False if it belongs to the language or a library. */
      readonly own: boolean;
    }
  /** The result of a command. Exit code 0 is a success. */
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** True if the command printed more text than the driver stores. */
      readonly bounded?: true;
      /** True if the command read standard input. It then asked the user for something. */
      readonly asked?: true;
    }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/**
 * The parameters with which a driver is started. They are the values of the client file after each `${…}` was replaced.
 */
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
  /** Methods that the driver should leave out, as patterns for their names. */
  readonly ignore: readonly string[];
  /** For the `command` driver: the parameters of commands whose help text cannot be parsed. */
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** For the `command` driver: the lines to enter on standard input. The key is a pattern for names of commands. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /**
   * True if the descriptions of the methods need not be sent, because an earlier process of the driver has already sent
   * them.
   */
  readonly described?: true;
}

export interface DriverCall {
  readonly do: 'call';
  readonly method: string;
  readonly arguments: { readonly [parameter: string]: DriverValue };
  readonly timeoutMs: number;
  /**
   * For the `command` driver: values that replace the start parameters in this call. Concurrent calls can thus have
   * different recorders.
   */
  readonly instead?: { readonly command: readonly string[]; readonly env: { readonly [name: string]: string } };
}

export interface DriverEnd {
  readonly do: 'end';
}

export type DriverRequest = { readonly id: number } & (DriverStart | DriverCall | DriverEnd);

/** The final reply to `start`. The methods were sent earlier, one per message. */
export type ClientStarted = Omit<ClientDescription, 'methods'>;

export type DriverReply =
  | { readonly id: number; readonly ok: ClientStarted | CallOutcome | null }
  /** A part of the reply to `start`. More messages follow. */
  | { readonly id: number; readonly method: MethodDescription }
  /** The driver is still working on the reply to `start`. The text says what the driver is doing. */
  | { readonly id: number; readonly busy: string }
  | { readonly id: number; readonly error: DriverError };

export interface DriverError {
  /** Error code: `import-failed`, `construct-failed`, `method-unknown`, `start-failed` or `request-invalid`. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  /** How callers construct the client. Part of the reply to `start` if the construction in the client file failed. */
  readonly construction?: MethodDescription;
  /**
   * Part of the reply to `start` if the loaded package lacks a name from `construct.call` or `functions`. Contains this
   * name.
   */
  readonly missing?: string;
}
