import type { Position } from './diagnostic.ts';
import type { DiffLevel } from './diff-rules.ts';
import type { Level } from './finding.ts';
import type { JsonObject } from './json.ts';
import type { LintFamily } from './lint.ts';

/** The source of each part of a credential, such as `secret` or `user_id`. */
export type CredentialSource = { readonly [part: string]: { readonly env: string } | { readonly value: string } };

/** The credentials of each actor, by authentication kind. */
export type ActorSources = { readonly [actor: string]: { readonly [auth: string]: CredentialSource } };

export type SecretSources = Pick<TargetPolicy, 'actors' | 'headers'>;

export function secretVariable(
  { actors }: SecretSources,
  { actor, kind }: { readonly actor: string; readonly kind: string },
): string {
  const source = actors[actor]?.[kind]?.secret;
  return source !== undefined && 'env' in source ? source.env : credentialVariable(actor, kind);
}

/** Returns the default environment variable for a credential, such as `PARITY_MAIN_API_KEY`. */
export function credentialVariable(actor: string, kind: string): string {
  return `PARITY_${actor}_${kind}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

export interface TargetPolicy {
  readonly profile: string;
  readonly actors: ActorSources;
  /** At most `count` requests in `windowMs` milliseconds, or null for no limit. */
  readonly rateLimit: { readonly count: number; readonly windowMs: number } | null;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly readOnly: boolean;
  /** True if a run may destroy all data on the target. */
  readonly destructive: boolean;
  readonly allowDestructive: readonly string[];
  readonly version?:
    | { readonly header: string }
    | { readonly operation: string; readonly at: string }
    | { readonly env: string };
  readonly values?: JsonObject;
  /** URL to which `{"seconds": n}` is posted to move the clock of the target forward. */
  readonly clockUrl?: string;
  readonly connection?: ConnectionSettings;
  /** Headers of every request, unless a call sets a header with the same name. */
  readonly headers: { readonly [name: string]: string | { readonly env: string } };
}

export interface ConnectionSettings {
  readonly tls?: {
    /** Certificate authorities to trust in addition to those of the system. */
    readonly ca: readonly string[];
    readonly cert?: string;
    readonly key?: string;
    readonly passphrase?: { readonly env: string };
    readonly serverName?: string;
  };
  /** With `none`, environment variables such as `HTTPS_PROXY` are ignored. By default, they are used. */
  readonly proxy?: 'none' | { readonly url: string } | { readonly env: string };
  readonly socket?: string;
}

export interface SandboxTarget extends TargetPolicy {
  readonly kind: 'sandbox';
  readonly name: string;
  readonly defects: readonly string[];
  readonly features: readonly string[];
}

export interface UrlTarget extends TargetPolicy {
  readonly kind: 'url';
  readonly name: string;
  readonly url: string;
}

/** A server that wireparity starts. */
export interface CommandTarget extends TargetPolicy {
  readonly kind: 'command';
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly url: string;
  /** How wireparity finds out that the server is listening. */
  readonly ready: { readonly url?: string; readonly log?: string; readonly timeoutMs: number };
  readonly stopTimeoutMs: number;
  readonly reuseExisting: boolean;
}

export type Target = SandboxTarget | UrlTarget | CommandTarget;

export interface Config {
  readonly contracts: string;
  readonly suites: string;
  readonly clients: string;
  readonly xfails: string;
  readonly reports: string;
  readonly defaultTarget: string;
  readonly targets: { readonly [name: string]: Target };
  readonly madeFor?: string;
  readonly severity: { readonly [kind: string]: Level };
  readonly lint: { readonly [family in LintFamily]?: Level };
  readonly diff: { readonly [rule: string]: DiffLevel | 'off' | undefined };
  readonly at: Position;
}
