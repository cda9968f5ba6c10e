import type { Client } from '../../model/client.ts';
import type { CallOutcome, ClientDescription, DriverValue } from '../../model/driver.ts';

/** A client that wireparity controls. Its driver runs in a separate process. */
export interface Driver {
  readonly description: ClientDescription;
  /**
   * Waits for a process that accepts calls. Returns true if this process was started since the previous call of `ready`: it may
   * have sent requests during its start.
   */
  ready(): Promise<boolean>;
  /**
   * Calls a method of the client. A failure of the client is an outcome, not an exception. Besides the client's own errors, there
   * are `timed-out` (the driver is restarted for the next call) and the classes of driver/raised-outcomes.ts.
   */
  call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    /** For a command: the address of the recorder for this call. */
    baseUrl?: string,
  ): Promise<CallOutcome>;
  /** Ends the driver and every process that the driver started. */
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly client: Client;
  /** The recorder's address, which replaces `${base_url}`. */
  readonly baseUrl: string;
  /**
   * File with certificates that the client must trust. Set if the client's address is fixed: the recorder then acts as this host.
   */
  readonly trusted?: string;
  /** The value that replaces `${api_key}`. It is not a real key. */
  readonly apiKey: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** Temporary folder with the client's HOME and temporary files. The caller removes the folder. */
  readonly scratch: string;
  /** The description that another driver of the same client has sent. This driver then need not describe the client again. */
  readonly described?: ClientDescription;
}

export interface DriverSettings {
  /** How long the driver may be silent while it replies to `start`. If null, the time in the client file applies. */
  readonly startMs: number | null;
  /** Time that is added to the client's own timeout for a call, so that the driver ends the call before wireparity does. */
  readonly graceMs: number;
  /** How long a driver may take to end after wireparity has asked it to end. */
  readonly endMs: number;
  /** Maximum length of a line of the protocol in bytes: more than any real client sends at once. */
  readonly longestLine: number;
  /** Maximum number of times in a row that the driver may die. After that, the client is not called any more. */
  readonly mostDeaths: number;
  /** The command line of a driver that does not come with wireparity. */
  readonly program: readonly string[] | null;
}
