import type { Json } from './json.ts';

/**
 * Version of the protocol between wireparity and a driver: one JSON object per line on stdin and stdout of the driver.
 * docs/reference/driver-protocol.md describes it. A driver reports what happens, and never judges it.
 */
export const DRIVER_PROTOCOL = 2;

/** A value that JSON cannot represent. */
export type TaggedValue =
  /** A time in ISO 8601. Without an offset, it has no time zone. */
  | { readonly $type: 'datetime'; readonly value: string }
  | { readonly $type: 'bytes'; readonly base64: string }
  /** A member of an enumeration. */
  | { readonly $type: 'enum'; readonly class: string; readonly value: Json }
  /** An object with a class, such as a model. `fields`: its public attributes. */
  | { readonly $type: 'object'; readonly class: string; readonly fields: { readonly [name: string]: DriverValue } }
  /** A file that the tracer creates on the machine of the client. The driver receives its name. Used only in traces. */
  | { readonly $type: 'file'; readonly name: string; readonly content: { readonly [member: string]: Json } }
  /** A value that cannot be transferred, such as a function. `text`: what the language prints for it. */
  | {
      readonly $type: 'opaque';
      readonly class: string;
      readonly text: string;
      /** True if the driver shortened a value that was too large. */
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

/** The declared type of a parameter, with the same names for all languages. */
export type TypeHint =
  | { readonly kind: 'string'; readonly format?: 'uuid' }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'null' | 'datetime' | 'bytes' | 'any' }
  | { readonly kind: 'list'; readonly of: TypeHint }
  | { readonly kind: 'map'; readonly of: TypeHint }
  | { readonly kind: 'union'; readonly of: readonly TypeHint[] }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  /** A record whose members are known: a model, an options object, or a JSON Schema object. */
  | { readonly kind: 'object'; readonly class: string; readonly fields: readonly Parameter[] }
  /** JSON as text: a command option whose documentation says that it takes JSON. */
  | { readonly kind: 'json' };

export interface Parameter {
  /** Name of the parameter in the language of the client: `ship_at`, `shipAt`, `--ship-at`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeHint;
  /** The type as it is declared, for example `Optional[List[str]]`. */
  readonly declared?: string;
  /** True if the driver guessed the type from the documentation or the default. */
  readonly inferred?: true;
  /** The default is absent if there is none, or if it is not a JSON value. */
  readonly default?: Json;
  readonly positional?: boolean;
  /** False if the argument can only be given by position, as a Python parameter before `/`. */
  readonly named?: false;
}

export interface MethodDescription {
  /** The path of the method from the client object, `orders.ship`, or the full name of a function, `acme.webhook.verify`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Parameters of further signatures, in languages that allow several. */
  readonly overloads?: readonly (readonly Parameter[])[];
  readonly returns?: TypeHint;
  readonly doc?: string;
  readonly async?: boolean;
  /** Where the method is defined, relative to the source folder. */
  readonly at?: { readonly file: string; readonly line: number };
  /** The keywords that documentation or code mention. Set only if the method accepts any keyword. */
  readonly rest?: readonly (string | Pick<Parameter, 'name' | 'type'>)[];
  /** Parameters whose types are too large to describe. From a certain depth on, their types are `any`. */
  readonly bounded?: readonly string[];
  /** Paths of arguments that configure the client and are no fields of the API. Found by the trace, never reported by a driver. */
  readonly options?: readonly string[];
  /** Why the driver cannot describe the method, so that the method is not called. */
  readonly unreadable?: string;
}

export interface ErrorClass {
  /** Full name of the exception class, for example `acme.errors.RateLimitError`. */
  readonly class: string;
  /** Full names of the base classes, the nearest first, without classes of the language. */
  readonly bases: readonly string[];
  readonly doc?: string;
}

/** What the driver knows about a client before the first call. */
export interface ClientDescription {
  readonly protocol: number;
  readonly driver: string;
  /** Name and version of the language runtime, for example `Python 3.11.7`. */
  readonly runtime: string;
  readonly methods: readonly MethodDescription[];
  /**
   * How callers construct the client. Its name is `construct.call` of the client file. Absent if the driver does not describe it.
   * Null if the package no longer has this name.
   */
  readonly construction?: MethodDescription | null;
  /** Other paths to an object that is described under the path given as value: `{ orders: 'sales' }`. */
  readonly aliases?: { readonly [path: string]: string };
  readonly errors: readonly ErrorClass[];
  /** Where the client states its version: `{ source: "pyproject.toml", version: "0.1.3" }`. */
  readonly versions: readonly { readonly source: string; readonly version: string }[];
}

/** The result that the caller of a method sees. `waits`: the sleeps in seconds that the driver skipped. */
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
      /** True if the exception class belongs to the client, and not to the language or a library. */
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
      /** True if the command read standard input, because it asked the user for something. */
      readonly asked?: true;
    }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/** The values of the client file with which a driver is started. Each `${…}` is replaced. */
export interface DriverStart {
  readonly do: 'start';
  readonly protocol: number;
  /** Absolute path of the client's source. Null for an installed package. */
  readonly source: string | null;
  readonly construct: {
    readonly call: string;
    readonly args: readonly Json[];
    readonly kwargs: { readonly [name: string]: Json };
  } | null;
  /** The program and arguments that start an `mcp` or `command` client. */
  readonly command: readonly string[];
  /** Full names of further functions to describe. */
  readonly functions: readonly string[];
  /** Methods to leave out, as patterns for their names. */
  readonly ignore: readonly string[];
  /** For the `command` driver: the parameters of commands whose help text cannot be parsed. */
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** For the `command` driver: the lines to enter on standard input, by pattern of command names. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /** True if an earlier process of the driver has already sent the descriptions of the methods. */
  readonly described?: true;
}

export interface DriverCall {
  readonly do: 'call';
  readonly method: string;
  readonly arguments: { readonly [parameter: string]: DriverValue };
  readonly timeoutMs: number;
  /** For the `command` driver: values that replace the start parameters, so that concurrent calls can have different recorders. */
  readonly instead?: { readonly command: readonly string[]; readonly env: { readonly [name: string]: string } };
}

export interface DriverEnd {
  readonly do: 'end';
}

export type DriverRequest = { readonly id: number } & (DriverStart | DriverCall | DriverEnd);

/** The final reply to `start`. The methods were sent before, one per message. */
export type ClientStarted = Omit<ClientDescription, 'methods'>;

export type DriverReply =
  | { readonly id: number; readonly ok: ClientStarted | CallOutcome | null }
  /** A part of the reply to `start`. More messages follow. */
  | { readonly id: number; readonly method: MethodDescription }
  /** The driver is still working on `start`. The text says what it is doing. */
  | { readonly id: number; readonly busy: string }
  | { readonly id: number; readonly error: DriverError };

export interface DriverError {
  /** The code is `import-failed`, `construct-failed`, `method-unknown`, `start-failed` or `request-invalid`. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  /** How callers construct the client. Set if the construction in the client file failed. */
  readonly construction?: MethodDescription;
  /** The name in `construct.call` or `functions` that the loaded package lacks. */
  readonly missing?: string;
}
