import type { Json } from './json.ts';

/**
 * The protocol between the harness and a driver: one JSON object per line on the driver's stdin and stdout. Authors of drivers
 * find it described in docs/reference/driver-protocol.md. A driver reports and never judges.
 */
export const DRIVER_PROTOCOL = 2;

/** A value that JSON cannot represent. Everything else in the protocol is plain JSON. */
export type TaggedValue =
  /** ISO 8601; without an offset it has no time zone. */
  | { readonly $type: 'datetime'; readonly value: string }
  | { readonly $type: 'bytes'; readonly base64: string }
  /** A member of an enumeration, by its value. */
  | { readonly $type: 'enum'; readonly class: string; readonly value: Json }
  /** An object with a class, such as a model. `fields` are its public attributes. */
  | { readonly $type: 'object'; readonly class: string; readonly fields: { readonly [name: string]: DriverValue } }
  /** Only in traces: a file that the tracer creates where the client runs. The driver receives its name. */
  | { readonly $type: 'file'; readonly name: string; readonly content: { readonly [member: string]: Json } }
  /** A value that cannot be transferred, such as a function or handle. `text` is its printed form. */
  | {
      readonly $type: 'opaque';
      readonly class: string;
      readonly text: string;
      /** The driver shortened the value because it is too large. */
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

/** A declared type, in a vocabulary that all languages share. */
export type TypeHint =
  | { readonly kind: 'string'; readonly format?: 'uuid' }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'null' | 'datetime' | 'bytes' | 'any' }
  | { readonly kind: 'list'; readonly of: TypeHint }
  | { readonly kind: 'map'; readonly of: TypeHint }
  | { readonly kind: 'union'; readonly of: readonly TypeHint[] }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  /** A record with known members: a model, an options object, a JSON Schema object. */
  | { readonly kind: 'object'; readonly class: string; readonly fields: readonly Parameter[] }
  /** JSON as text: a command option that is documented as JSON. */
  | { readonly kind: 'json' };

export interface Parameter {
  /** In the language's spelling: `ship_at`, `shipAt`, `--ship-at`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeHint;
  /** The type as declared, `Optional[List[str]]`. */
  readonly declared?: string;
  /** The type is not declared; the driver inferred it from the documentation or the default. */
  readonly inferred?: true;
  /** Absent if there is none or if it is not a JSON value. */
  readonly default?: Json;
  readonly positional?: boolean;
  /** A caller can give it by position only, as in Python before a `/`. */
  readonly named?: false;
}

export interface MethodDescription {
  /** Path from the client object: `orders.ship`. For a function of the package: `acme.webhook.verify`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Parameters of its other signatures, where the language has overloads. */
  readonly overloads?: readonly (readonly Parameter[])[];
  readonly returns?: TypeHint;
  readonly doc?: string;
  readonly async?: boolean;
  /** Where it is defined, relative to the source folder. */
  readonly at?: { readonly file: string; readonly line: number };
  /** The method accepts any further keyword; these are the ones that its documentation or code mentions. */
  readonly rest?: readonly (string | Pick<Parameter, 'name' | 'type'>)[];
  /** Parameters whose types are too large to describe in full: below a limit, types are `any`. */
  readonly bounded?: readonly string[];
  /**
   * Paths of arguments that configure the client and are not fields of the API. The trace discovers them; drivers do not report
   * them.
   */
  readonly options?: readonly string[];
  /** Why the driver cannot describe it. Such a method is not called. */
  readonly unreadable?: string;
}

export interface ErrorClass {
  /** Full name: `acme.errors.RateLimitError`. */
  readonly class: string;
  /** Full names of its base classes, nearest first, without those of the language. */
  readonly bases: readonly string[];
  readonly doc?: string;
}

/** What the driver knows about a client before any request. */
export interface ClientDescription {
  readonly protocol: number;
  readonly driver: string;
  /** As `Python 3.11.7`. */
  readonly runtime: string;
  readonly methods: readonly MethodDescription[];
  /** How callers construct the client, by the name of the client file's `construct.call`. Absent if it is not described. */
  readonly construction?: MethodDescription;
  readonly errors: readonly ErrorClass[];
  /** Where the client states its version: `{ source: "pyproject.toml", version: "0.1.3" }`. */
  readonly versions: readonly { readonly source: string; readonly version: string }[];
}

/** The result of a call as its caller sees it. `waits`: seconds that the client wanted to sleep and that were skipped. */
export type CallOutcome = { readonly waits?: readonly number[] } & Outcome;

type Outcome =
  | { readonly kind: 'returned'; readonly value: DriverValue }
  | {
      readonly kind: 'raised';
      readonly class: string;
      readonly bases: readonly string[];
      readonly text: string;
      readonly attributes: { readonly [name: string]: DriverValue };
      /** The class belongs to the client, not to the language or a library. */
      readonly own: boolean;
    }
  /** The result of a command. Exit code 0 is a success. */
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** The command printed more than the driver keeps. */
      readonly bounded?: true;
      /** It read standard input, so it asks for something. */
      readonly asked?: true;
    }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/** The parameters that start a driver: values of the client file with `${…}` resolved. */
export interface DriverStart {
  readonly do: 'start';
  readonly protocol: number;
  /** Absolute path; null for an installed package. */
  readonly source: string | null;
  readonly construct: {
    readonly call: string;
    readonly args: readonly Json[];
    readonly kwargs: { readonly [name: string]: Json };
  } | null;
  /** The command of a `mcp` or `command` client; its first word is the program. */
  readonly command: readonly string[];
  /** Further functions of the package to report, by full name. */
  readonly functions: readonly string[];
  /** Methods to leave out, as globs over names. */
  readonly ignore: readonly string[];
  /** For the `command` driver: parameters of commands whose help cannot be parsed. */
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** For the `command` driver: patterns over command names → lines for standard input. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /** The harness has the descriptions from another process of the driver, so the methods need not be sent again. */
  readonly described?: true;
}

export interface DriverCall {
  readonly do: 'call';
  readonly method: string;
  readonly arguments: { readonly [parameter: string]: DriverValue };
  readonly timeoutMs: number;
  /**
   * For the `command` driver: what this call uses instead of the start parameters, so that concurrent calls have recorders of
   * their own.
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
  /** A part of the reply to `start`; more messages follow. */
  | { readonly id: number; readonly method: MethodDescription }
  | { readonly id: number; readonly error: DriverError };

export interface DriverError {
  /** `import-failed`, `construct-failed`, `method-unknown`, `start-failed`, `request-invalid`. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
}
