import type { Position } from './diagnostic.ts';
import type { Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { OperationId } from './operation-id.ts';

export const DRIVERS = ['python', 'node', 'mcp', 'command'] as const;
export type DriverName = (typeof DRIVERS)[number];

/** What `${…}` in a client file may name. */
export const PROVIDED = ['base_url', 'api_key'] as const;

/** A consumer under test: one file in `clients/`. `${base_url}` and `${api_key}` stand for what the harness provides. */
export interface Client {
  /** The file's name without its ending. */
  readonly name: string;
  readonly driver: DriverName;
  readonly source: ClientSource;
  /** Interpreter or program that runs the client's language; default by driver. */
  readonly runtime: string | null;
  readonly construct: ConstructCall | null;
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly profile: string;
  /** Operations that the client is meant to have; everything of the profile when not said. */
  readonly covers: Covers;
  /** Origins besides the recorder that the client may contact. */
  readonly origins: readonly string[];
  /** Status (`404`, `5xx`) → the class that the client's users are told to expect. */
  readonly errors: { readonly [status: string]: string };
  /** Methods and arguments that have nothing to do with the API, with the reason. */
  readonly ignore: readonly { readonly method: string; readonly argument?: string; readonly reason: string }[];
  /** The client's function for webhook signatures, and which parameter is what. */
  readonly signatures: SignatureFunction | null;
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** What a command is answered that asks on standard input: pattern over its name → lines. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  /** For one call. */
  readonly timeoutMs: number;
  /** How long its driver may say nothing while the client is started. */
  readonly startTimeoutMs: number;
  readonly at: Position;
}

export interface Covers {
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** Pattern of `except` → why the client does not have it; `only`: why it has nothing else. */
  readonly reasons?: { readonly [pattern: string]: string };
}

export type ClientSource =
  /** Absolute. `install`: into an environment of its own, with its dependencies. */
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
  /** A key of `contracts/signatures.yaml`; absent: its only one. */
  readonly scheme?: string;
}

/** Whether the client is meant to have the operation. Patterns are ids with `*`. */
export function isMeantToCover(
  client: { readonly covers: Pick<Covers, 'only' | 'except'> },
  operation: OperationId,
): boolean {
  const { only, except } = client.covers;
  const isIn = (patterns: readonly string[]) => patterns.some((pattern) => globMatches(pattern, operation));
  return (only.length === 0 || isIn(only)) && !isIn(except);
}

/** `*` stands for any run of characters. */
export function globMatches(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
