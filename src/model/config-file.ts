import type { DiffLevel } from './diff-rules.ts';
import type { Level } from './finding.ts';
import type { Json } from './json.ts';
import type { LintFamily } from './lint.ts';

/** The contents of `parity.config.yaml` or `parity.config.ts`, with paths relative to that file. */
export interface ConfigFile {
  /** Folder of the contracts. Default: `contracts`. */
  readonly contracts?: string | undefined;
  /** Folder of the suites. Default: `suites`. */
  readonly suites?: string | undefined;
  /** Folder of the client files. Default: `clients`. */
  readonly clients?: string | undefined;
  /** File of the ledger. Default: `xfails.yaml`. */
  readonly xfails?: string | undefined;
  /** Folder for the files that a run writes. Default: `reports`. */
  readonly reports?: string | undefined;
  /** The target of `parity run` without `--target`. Default: `sandbox`. */
  readonly default_target?: string | undefined;
  /** The version of wireparity for which the settings were written. A finding kind from a later version is only a warning. */
  readonly made_for?: string | undefined;
  /** Severity by finding kind, in place of wireparity's default. */
  readonly severity?: { readonly [kind: string]: Level } | undefined;
  /** Severity with which `parity check` reports inconsistencies between operations. */
  readonly lint?: { readonly [family in LintFamily]?: Level | undefined } | undefined;
  /** The level of a `parity diff` rule, by rule name. */
  readonly diff?: { readonly [rule: string]: DiffLevel | 'off' | undefined } | undefined;
  readonly targets?: { readonly [name: string]: TargetFile } | undefined;
}

/** A server under test: a `url`, the embedded `sandbox`, or a `command` that starts a server. */
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
  /** Headers of every request, as texts, or as `{ env: NAME }` for secrets. */
  readonly headers?: { readonly [name: string]: string | FromEnvironment } | undefined;
  /** A proxy URL, `none`, or `{ env: NAME }` for a URL in an environment variable. */
  readonly proxy?: string | FromEnvironment | undefined;
  /** Path of a unix socket, used in place of the host and the port of the URL. */
  readonly socket?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly profile?: string | undefined;
  /** Where the version of the server can be read. */
  readonly version?:
    | { readonly header: string }
    | { readonly operation: string; readonly at: string }
    | FromEnvironment
    | undefined;
  /** Values that suites refer to as `${target.NAME}`. */
  readonly values?: { readonly [name: string]: Json } | undefined;
  /** The source of each credential, by actor and authentication kind. */
  readonly actors?: { readonly [actor: string]: { readonly [kind: string]: CredentialFile } } | undefined;
  /** Maximum number of requests per period, for example `50/min` or `10/s`. */
  readonly rate_limit?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly timeout?: string | undefined;
  readonly retries?: number | undefined;
  /** If true, only operations that change nothing are called. */
  readonly read_only?: boolean | undefined;
  /** If true, the target may lose all its data in a run. */
  readonly disposable?: boolean | undefined;
  /** Destructive operations that a run may call although they affect data that the run did not create. */
  readonly allow_destructive?: readonly string[] | undefined;
  /** @deprecated Use `disposable: true` in place of `allow`. */
  readonly destructive?: 'allow' | 'deny' | undefined;
  /** A request to this URL moves the clock of the target forward. */
  readonly clock?: string | undefined;
  readonly defects?: readonly string[] | undefined;
  readonly features?: readonly string[] | undefined;
  readonly cwd?: string | undefined;
  readonly env?: { readonly [name: string]: string } | undefined;
  /** How wireparity finds out that the started server is listening. */
  readonly ready?:
    | { readonly url?: string | undefined; readonly log?: string | undefined; readonly timeout?: string | undefined }
    | undefined;
  readonly stop_timeout?: string | undefined;
  readonly reuse_existing?: boolean | undefined;
}

interface FromEnvironment {
  readonly env: string;
}

/** The source of a credential, `{ env: NAME }`, or one source per part, such as `{ secret: { env: NAME } }`. */
export type CredentialFile =
  | FromEnvironment
  | { readonly [part: string]: FromEnvironment | { readonly value: string } };
