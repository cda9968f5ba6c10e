import type { DiffLevel } from './diff-rules.ts';
import type { Level } from './finding.ts';
import type { Json } from './json.ts';
import type { LintFamily } from './lint.ts';

/** The settings as `parity.config.yaml` or `parity.config.ts` has them. Durations are texts such as `10s`; paths are relative to the file. */
export interface ConfigFile {
  /** Folder of the contracts; default `contracts`. */
  readonly contracts?: string | undefined;
  /** Folder of the suites; default `suites`. */
  readonly suites?: string | undefined;
  /** Folder of the client files; default `clients`. */
  readonly clients?: string | undefined;
  /** The ledger; default `xfails.yaml`. */
  readonly xfails?: string | undefined;
  /** Where a run writes; default `reports`. */
  readonly reports?: string | undefined;
  /** The target of `parity run` without `--target`; default `sandbox`. */
  readonly default_target?: string | undefined;
  /** The version that these settings were made for: kinds that a later one added are warnings. */
  readonly made_for?: string | undefined;
  /** Finding kind → its severity. */
  readonly severity?: { readonly [kind: string]: Level } | undefined;
  /** How `parity check` reports differences between operations. */
  readonly lint?: { readonly [family in LintFamily]?: Level | undefined } | undefined;
  /** Levels of the rules of `parity diff`. */
  readonly diff?: { readonly [rule: string]: DiffLevel | 'off' | undefined } | undefined;
  readonly targets?: { readonly [name: string]: TargetFile } | undefined;
}

/** A server: `url`, or `command` with the `url` that it then listens on, or the embedded `sandbox`. */
export interface TargetFile {
  readonly sandbox?: true | undefined;
  readonly url?: string | undefined;
  readonly tls?:
    | {
        readonly ca?: string | readonly string[] | undefined;
        readonly cert?: string | undefined;
        readonly key?: string | undefined;
        readonly passphrase?: FromEnvironment | undefined;
        readonly server_name?: string | undefined;
      }
    | undefined;
  /** Header → its value, or the variable that holds a secret one. Every request has it. */
  readonly headers?: { readonly [name: string]: string | FromEnvironment } | undefined;
  /** A URL, `none`, or the variable that holds it. */
  readonly proxy?: string | FromEnvironment | undefined;
  /** A unix socket in place of the URL's host and port. */
  readonly socket?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly profile?: string | undefined;
  /** Where to read the server's version. */
  readonly version?:
    | { readonly header: string }
    | { readonly operation: string; readonly at: string }
    | FromEnvironment
    | undefined;
  /** Values that suites refer to as `${target.NAME}`. */
  readonly values?: { readonly [name: string]: Json } | undefined;
  /** Actor → kind of credential → where it comes from. Files never contain secrets. */
  readonly actors?: { readonly [actor: string]: { readonly [kind: string]: CredentialFile } } | undefined;
  /** `50/min`, `10/s` */
  readonly rate_limit?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly timeout?: string | undefined;
  readonly retries?: number | undefined;
  /** Only operations that change nothing are called. */
  readonly read_only?: boolean | undefined;
  /** Nothing on the target is worth keeping. */
  readonly disposable?: boolean | undefined;
  /** Operations that may be called although they affect what the run did not make. */
  readonly allow_destructive?: readonly string[] | undefined;
  /** @deprecated `allow` is `disposable: true`. */
  readonly destructive?: 'allow' | 'deny' | undefined;
  /** URL that moves the target's clock. */
  readonly clock?: string | undefined;
  /** Of the sandbox. */
  readonly defects?: readonly string[] | undefined;
  /** Of the sandbox. */
  readonly features?: readonly string[] | undefined;
  readonly cwd?: string | undefined;
  readonly env?: { readonly [name: string]: string } | undefined;
  /** How to detect that the command's server is listening. */
  readonly ready?:
    | { readonly url?: string | undefined; readonly log?: string | undefined; readonly timeout?: string | undefined }
    | undefined;
  readonly stop_timeout?: string | undefined;
  readonly reuse_existing?: boolean | undefined;
}

interface FromEnvironment {
  readonly env: string;
}

/** `{ env: NAME }`, or its parts: `{ secret: { env: NAME }, user_id: { value: '7' } }`. */
export type CredentialFile =
  | FromEnvironment
  | { readonly [part: string]: FromEnvironment | { readonly value: string } };
