import type { Position } from './diagnostic.ts';
import type { Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { ClientNotes } from './manifest.ts';
import type { OperationId } from './operation-id.ts';

export const DRIVERS = ['python', 'node', 'mcp', 'command', 'custom'] as const;
export type DriverName = (typeof DRIVERS)[number];

/** The placeholders that a client file may use. */
export const PROVIDED = ['base_url', 'api_key'] as const;

/** A client under test, one file in `clients/`. `${base_url}` and `${api_key}` are provided by the harness. */
export interface Client {
  /** The file's name without its extension. */
  readonly name: string;
  readonly driver: DriverName;
  readonly source: ClientSource;
  /** The interpreter or program that runs the client; each driver has a default. */
  readonly runtime: string | null;
  readonly construct: ConstructCall | null;
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly profile: string;
  /** Operations that the client should have; by default, all of the profile. */
  readonly covers: Covers;
  /** Origins that the client may contact in addition to the recorder. */
  readonly origins: readonly string[];
  /** Status (`404`, `5xx`) → the exception class that callers are told to expect. */
  readonly errors: { readonly [status: string]: string };
  /** Methods and arguments unrelated to the API, with the reason. */
  readonly ignore: readonly { readonly method: string; readonly argument?: string; readonly reason: string }[];
  /** The client's function that verifies webhook signatures, with the role of each parameter. */
  readonly signatures: SignatureFunction | null;
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** Pattern over command names → the lines to enter when a command reads standard input. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /** For one call. */
  readonly timeoutMs: number;
  /** How long the driver may stay silent while it starts the client. */
  readonly startTimeoutMs: number;
  /** From the notes file next to it; absent if there is no such file. */
  readonly notes?: ClientNotes;
  readonly at: Position;
}

export interface Covers {
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** Pattern of `except` → why the client lacks these operations; `only`: why it has no others. */
  readonly reasons?: { readonly [pattern: string]: string };
}

export type ClientSource =
  /** Absolute path. `install`: install it with its dependencies into an environment of its own. */
  | { readonly kind: 'path'; readonly path: string; readonly install: boolean }
  | { readonly kind: 'pip'; readonly requirement: string }
  | { readonly kind: 'npm'; readonly requirement: string };

export interface ConstructCall {
  readonly call: string;
  readonly args: readonly Json[];
  readonly kwargs: { readonly [name: string]: Json };
}

export interface SignatureFunction {
  /** Full name of the function. */
  readonly call: string;
  /** Parameter → `payload`, `signature`, `timestamp`, `secret` or `headers`. */
  readonly parameters: { readonly [name: string]: string };
  /** A key of `contracts/signatures.yaml`; may be omitted if there is only one. */
  readonly scheme?: string;
}

/** Returns true if the client should have the operation. Patterns are ids with `*`. */
export function isMeantToCover(
  client: { readonly covers: Pick<Covers, 'only' | 'except'> },
  operation: OperationId,
): boolean {
  const { only, except } = client.covers;
  const isIn = (patterns: readonly string[]) => patterns.some((pattern) => globMatches(pattern, operation));
  return (only.length === 0 || isIn(only)) && !isIn(except);
}

/** `*` matches any characters. */
export function globMatches(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
