import type { Client } from '../../model/client.ts';
import type { CallOutcome, ClientDescription, DriverValue } from '../../model/driver.ts';

export interface Driver {
  readonly description: ClientDescription;
  /** Returns true before the first call of a new process, whose start may have sent requests. */
  ready(): Promise<boolean>;
  /**
   * Returns the client's error, `timed-out` or a class of driver/raised-outcomes.ts if the call fails.
   * @throws client-failed if the driver does not work
   */
  call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    /** The address of this call's recorder, used only for clients that are commands. */
    baseUrl?: string,
  ): Promise<CallOutcome>;
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly client: Client;
  readonly baseUrl: string;
  /** File with the certificates for a client that calls a fixed host instead of `baseUrl`. */
  readonly trusted?: string;
  /** A made-up key, which replaces `${api_key}`. */
  readonly apiKey: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** Temporary folder with the client's HOME, which the caller removes. */
  readonly scratch: string;
  /** The description by another driver of the same client, which this driver need not repeat. */
  readonly described?: ClientDescription;
}

export interface DriverSettings {
  /** Maximum time between two messages while the driver starts, or null for the client file's timeout. */
  readonly startMs: number | null;
  /** wireparity waits this much longer than a call's timeout, so that the driver can end the call first. */
  readonly graceMs: number;
  readonly endMs: number;
  /** Maximum length of a line of the protocol in bytes: more than any real client sends at once. */
  readonly longestLine: number;
  /** Maximum number of times in a row that the driver may die before the calls stop. */
  readonly mostDeaths: number;
  /** The command line of a driver that is not part of wireparity, otherwise null. */
  readonly program: readonly string[] | null;
}
