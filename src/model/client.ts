import type { Position } from './diagnostic.ts';
import type { Parameter } from './driver.ts';
import type { Json } from './json.ts';
import type { ClientNotes } from './manifest.ts';
import type { OperationId } from './operation-id.ts';

export const DRIVERS = ['python', 'node', 'mcp', 'command', 'custom'] as const;
export type DriverName = (typeof DRIVERS)[number];

export const PROVIDED = ['base_url', 'api_key'] as const;

/** A client under test, described by one file in `clients/`. */
export interface Client {
  /** The name of the client file without its extension. */
  readonly name: string;
  readonly driver: DriverName;
  readonly source: ClientSource;
  /** The interpreter or program that runs the client, or null for the default of the driver. */
  readonly runtime: string | null;
  readonly construct: ConstructCall | null;
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly profile: string;
  readonly covers: Covers;
  /** Origins that the client may contact in addition to the recorder. */
  readonly origins: readonly string[];
  /** For each status (`404`, `5xx`), the exception class that the client's documentation promises. */
  readonly errors: { readonly [status: string]: string };
  readonly ignore: readonly { readonly method: string; readonly argument?: string; readonly reason: string }[];
  readonly signatures: SignatureFunction | null;
  readonly table: { readonly [command: string]: readonly Parameter[] } | null;
  /** Lines to enter on standard input, by pattern for command names. */
  readonly answers?: { readonly [command: string]: readonly string[] };
  readonly timeoutMs: number;
  /** The start of the client fails if the driver sends nothing for this number of milliseconds. */
  readonly startTimeoutMs: number;
  /** The content of `clients/NAME.notes.yaml`, if the file exists. */
  readonly notes?: ClientNotes;
  readonly at: Position;
}

interface Covers {
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** Why the client lacks operations, by pattern in `except`. The key `only` has the reason for all operations outside `only`. */
  readonly reasons?: { readonly [pattern: string]: string };
}

export type ClientSource =
  /** A folder with the client. If `install` is true, the client is installed into a separate environment. */
  | { readonly kind: 'path'; readonly path: string; readonly install: boolean }
  | { readonly kind: 'pip'; readonly requirement: string }
  | { readonly kind: 'npm'; readonly requirement: string };

export interface ConstructCall {
  readonly call: string;
  readonly args: readonly Json[];
  readonly kwargs: { readonly [name: string]: Json };
}

export interface SignatureFunction {
  readonly call: string;
  /** The role of each parameter, such as `payload` or `timestamp`. */
  readonly parameters: { readonly [name: string]: string };
  /** Name of a scheme in `contracts/signatures.yaml`. The name is optional if the file has a single scheme. */
  readonly scheme?: string;
}

export function isMeantToCover(
  client: { readonly covers: Pick<Covers, 'only' | 'except'> },
  operation: OperationId,
): boolean {
  const { only, except } = client.covers;
  const isIn = (patterns: readonly string[]) => patterns.some((pattern) => globMatches(pattern, operation));
  return (only.length === 0 || isIn(only)) && !isIn(except);
}

/** Returns true if the text matches a pattern in which `*` stands for any characters. */
export function globMatches(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
