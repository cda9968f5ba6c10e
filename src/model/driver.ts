import type { Json } from './json.ts';

/** Version of the protocol in `docs/reference/driver-protocol.md`. */
export const DRIVER_PROTOCOL = 2;

/** A value that JSON cannot represent. */
export type TaggedValue =
  /** A date and time in ISO 8601. Without a time zone, the text has no offset. */
  | { readonly $type: 'datetime'; readonly value: string }
  | { readonly $type: 'bytes'; readonly base64: string }
  | { readonly $type: 'enum'; readonly class: string; readonly value: Json }
  /** An instance of a class, such as a model, with its public attributes. */
  | { readonly $type: 'object'; readonly class: string; readonly fields: { readonly [name: string]: DriverValue } }
  /** A file argument in a trace. The driver receives only the name of the file. */
  | { readonly $type: 'file'; readonly name: string; readonly content: { readonly [member: string]: Json } }
  /** A value that cannot be transferred, such as a function, with its printed form. */
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

/** The declared type of a parameter. All drivers use the same type names, such as `integer`. */
export type TypeHint =
  | { readonly kind: 'string'; readonly format?: 'uuid' }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'null' | 'datetime' | 'bytes' | 'any' }
  | { readonly kind: 'list'; readonly of: TypeHint }
  | { readonly kind: 'map'; readonly of: TypeHint }
  | { readonly kind: 'union'; readonly of: readonly TypeHint[] }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  /** A record whose members are known, such as a model or an options object. */
  | { readonly kind: 'object'; readonly class: string; readonly fields: readonly Parameter[] }
  /** JSON as text, for a command option whose documentation says that the option takes JSON. */
  | { readonly kind: 'json' };

export interface Parameter {
  /** Name of the parameter in the client's language, such as `ship_at`, `shipAt` or `--ship-at`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeHint;
  /** The type as the source declares it, for example `Optional[List[str]]`. */
  readonly declared?: string;
  /** True if the driver guessed the type from the documentation or the default. */
  readonly inferred?: true;
  /** Absent if the parameter has no default, or if JSON cannot represent the default. */
  readonly default?: Json;
  readonly positional?: boolean;
  /** False if a caller can pass the argument only by position, like a Python parameter before `/`. */
  readonly named?: false;
}

export interface MethodDescription {
  /** `orders.ship` for a method of the client object, or a full name such as `acme.webhook.verify` for a function. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly overloads?: readonly (readonly Parameter[])[];
  readonly returns?: TypeHint;
  readonly doc?: string;
  readonly async?: boolean;
  readonly at?: { readonly file: string; readonly line: number };
  /** For a method that accepts any keyword argument, the names that the documentation or the code mentions. */
  readonly rest?: readonly (string | Pick<Parameter, 'name' | 'type'>)[];
  /** Names of parameters with very large types. The description of such a type ends in `any`. */
  readonly bounded?: readonly string[];
  /** Paths of arguments that configure the client, such as `timeout`. The trace adds these paths, because no driver sends them. */
  readonly options?: readonly string[];
  /** Why the driver cannot describe the method. A method without a description is not called. */
  readonly unreadable?: string;
}

export interface ErrorClass {
  /** Full name of the exception class, for example `acme.errors.RateLimitError`. */
  readonly class: string;
  /** Full names of the base classes, the nearest first, without the language's built-in classes. */
  readonly bases: readonly string[];
  readonly doc?: string;
}

export interface ClientDescription {
  readonly protocol: number;
  readonly driver: string;
  readonly runtime: string;
  readonly methods: readonly MethodDescription[];
  /** Parameters of the function or class in `construct.call`, or null if the package does not contain that name. */
  readonly construction?: MethodDescription | null;
  /** Additional paths of objects: `{ orders: 'sales' }` means that `orders` is the same object as `sales`. */
  readonly aliases?: { readonly [path: string]: string };
  readonly errors: readonly ErrorClass[];
  /** Where the client states its version, such as `{ source: "pyproject.toml", version: "0.1.3" }`. */
  readonly versions: readonly { readonly source: string; readonly version: string }[];
}

/** What the method returned or raised. The list `waits` contains the skipped sleeps, in seconds. */
export type CallOutcome = { readonly waits?: readonly number[] } & Outcome;

type Outcome =
  | {
      readonly kind: 'returned';
      readonly value: DriverValue;
      /** True if the method returned before the response arrived. The value is then not the result. */
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
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** True if the command printed more text than the driver stores. */
      readonly bounded?: true;
      /** True if the command read standard input, for example because it asked the user a question. */
      readonly asked?: true;
    }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/** The values that a driver needs to start. They come from the client file, and every `${…}` is replaced. */
export interface DriverStart {
  readonly do: 'start';
  readonly protocol: number;
  /** Absolute path of the client's source, or null for an installed package. */
  readonly source: string | null;
  readonly construct: {
    readonly call: string;
    readonly args: readonly Json[];
    readonly kwargs: { readonly [name: string]: Json };
  } | null;
  readonly command: readonly string[];
  /** Full names of functions. The driver describes these functions in addition to the methods of the client object. */
  readonly functions: readonly string[];
  readonly ignore: readonly string[];
  /** Parameters by command, for commands with a help text that the `command` driver cannot parse. */
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** Lines that the `command` driver enters on standard input, by pattern for command names. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /** True if an earlier process of the same driver has already sent the descriptions of the methods. */
  readonly described?: true;
}

export interface DriverCall {
  readonly do: 'call';
  readonly method: string;
  readonly arguments: { readonly [parameter: string]: DriverValue };
  readonly timeoutMs: number;
  /** The command and the environment of the `command` driver, for this call only. */
  readonly instead?: { readonly command: readonly string[]; readonly env: { readonly [name: string]: string } };
}

export interface DriverEnd {
  readonly do: 'end';
}

export type DriverRequest = { readonly id: number } & (DriverStart | DriverCall | DriverEnd);

/** The final reply to `start`, after one message per method. */
export type ClientStarted = Omit<ClientDescription, 'methods'>;

export type DriverReply =
  | { readonly id: number; readonly ok: ClientStarted | CallOutcome | null }
  | { readonly id: number; readonly method: MethodDescription }
  /** Says what the driver is doing while it handles `start`. */
  | { readonly id: number; readonly busy: string }
  | { readonly id: number; readonly error: DriverError };

export interface DriverError {
  /** The error code is `import-failed`, `construct-failed`, `method-unknown`, `start-failed` or `request-invalid`. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  /** How callers construct the client, if the construction in the client file failed. */
  readonly construction?: MethodDescription;
  /** A name that is in the client file, but not in the package. */
  readonly missing?: string;
}
