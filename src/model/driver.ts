import type { Json } from './json.ts';

/**
 * The line protocol between the harness and a driver: one JSON object a line on the driver's stdin and stdout.
 * Described for authors of drivers in docs/reference/driver-protocol.md. A driver reports and never judges.
 */
export const DRIVER_PROTOCOL = 2;

/** A value that JSON cannot say. Everything else on the protocol is plain JSON. */
export type TaggedValue =
  /** ISO 8601; without an offset it is a naive one. */
  | { readonly $type: 'datetime'; readonly value: string }
  | { readonly $type: 'bytes'; readonly base64: string }
  /** A member of an enumeration, by its value. */
  | { readonly $type: 'enum'; readonly class: string; readonly value: Json }
  /** An object that is no plain map: a model. `fields` are its public attributes. */
  | { readonly $type: 'object'; readonly class: string; readonly fields: { readonly [name: string]: DriverValue } }
  /** What cannot be told: a function, a handle. `text` as the language prints it. */
  | {
      readonly $type: 'opaque';
      readonly class: string;
      readonly text: string;
      /** The driver cut the value, or left the rest of it out, because it is too large. */
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

/** What a declaration says of a value, in words that all languages share. */
export type TypeHint =
  | { readonly kind: 'string'; readonly format?: 'uuid' }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'null' | 'datetime' | 'bytes' | 'any' }
  | { readonly kind: 'list'; readonly of: TypeHint }
  | { readonly kind: 'map'; readonly of: TypeHint }
  | { readonly kind: 'union'; readonly of: readonly TypeHint[] }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  /** A record with known members: a model, an options object, a JSON Schema object. */
  | { readonly kind: 'object'; readonly class: string; readonly fields: readonly Parameter[] }
  /** JSON as text: an option of a command that says so. */
  | { readonly kind: 'json' };

export interface Parameter {
  /** As the language spells it: `ship_at`, `shipAt`, `--ship-at`. */
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeHint;
  /** The declaration as written, `Optional[List[str]]`. */
  readonly declared?: string;
  /** The declaration has no type: the driver took this one from the documentation or from the default. */
  readonly inferred?: true;
  /** Absent when there is none, or when it is no JSON value. */
  readonly default?: Json;
  readonly positional?: boolean;
}

export interface MethodDescription {
  /** Path from the client object: `orders.ship`. A function of the package: `acme.webhook.verify`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns?: TypeHint;
  readonly doc?: string;
  readonly async?: boolean;
  /** Where it is written, relative to the source folder. */
  readonly at?: { readonly file: string; readonly line: number };
  /** It takes any further keyword; these its documentation or its code mentions. */
  readonly rest?: readonly (string | Pick<Parameter, 'name' | 'type'>)[];
  /** Parameters whose types are too large to be described in full: what lies below a limit is `any`. */
  readonly bounded?: readonly string[];
  /** Paths of arguments that steer the client and are no fields of the API. The trace finds them; a driver does not tell them. */
  readonly options?: readonly string[];
  /** Why the driver cannot describe it: such a method is not called. */
  readonly unreadable?: string;
}

export interface ErrorClass {
  /** Full name: `acme.errors.RateLimitError`. */
  readonly class: string;
  /** Full names of its base classes, nearest first, those of the language left out. */
  readonly bases: readonly string[];
  readonly doc?: string;
}

/** What the driver knows of a client without a request. */
export interface ClientDescription {
  readonly protocol: number;
  readonly driver: string;
  /** As `Python 3.11.7`. */
  readonly runtime: string;
  readonly methods: readonly MethodDescription[];
  readonly errors: readonly ErrorClass[];
  /** Where the client says which version it is: `{ source: "pyproject.toml", version: "0.1.3" }`. */
  readonly versions: readonly { readonly source: string; readonly version: string }[];
}

/** What became of a call, as the caller sees it. `waits`: seconds that the client wanted to sleep; they were not slept. */
export type CallOutcome = { readonly waits?: readonly number[] } & Outcome;

type Outcome =
  | { readonly kind: 'returned'; readonly value: DriverValue }
  | {
      readonly kind: 'raised';
      readonly class: string;
      readonly bases: readonly string[];
      readonly text: string;
      readonly attributes: { readonly [name: string]: DriverValue };
      /** The class is the client's own, not of the language or a library below it. */
      readonly own: boolean;
    }
  /** A command. Exit code 0 is a success. */
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** The command printed more than the driver keeps. */
      readonly bounded?: true;
      /** It read standard input: it asks for something. */
      readonly asked?: true;
    }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/** What a driver is started with. Values of the client file, `${…}` resolved. */
export interface DriverStart {
  readonly do: 'start';
  readonly protocol: number;
  /** Absolute; null for an installed package. */
  readonly source: string | null;
  readonly construct: {
    readonly call: string;
    readonly args: readonly Json[];
    readonly kwargs: { readonly [name: string]: Json };
  } | null;
  /** The command of a `mcp` or `command` client; its first word is a program. */
  readonly command: readonly string[];
  /** Further functions of the package to report, by full name. */
  readonly functions: readonly string[];
  /** Methods left out, as globs over names. */
  readonly ignore: readonly string[];
  /** Of the `command` driver: parameters of commands whose help cannot be read. */
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** Of the `command` driver: lines for the standard input of commands, by patterns over their names. */
  readonly answers?: { readonly [command: string]: readonly string[] };
}

export interface DriverCall {
  readonly do: 'call';
  readonly method: string;
  readonly arguments: { readonly [parameter: string]: DriverValue };
  readonly timeoutMs: number;
  /** Of a `command`: what this call uses instead of what the start said, so that calls at once have recorders of their own. */
  readonly instead?: { readonly command: readonly string[]; readonly env: { readonly [name: string]: string } };
}

export interface DriverEnd {
  readonly do: 'end';
}

export type DriverRequest = { readonly id: number } & (DriverStart | DriverCall | DriverEnd);

/** What the reply to `start` says; the methods came before it, one a message. */
export type ClientStarted = Omit<ClientDescription, 'methods'>;

export type DriverReply =
  | { readonly id: number; readonly ok: ClientStarted | CallOutcome | null }
  /** A part of the reply to `start`, which goes on. */
  | { readonly id: number; readonly method: MethodDescription }
  | { readonly id: number; readonly error: DriverError };

export interface DriverError {
  /** `import-failed`, `construct-failed`, `no-such-method`, `cannot-start`, `protocol`. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
}
