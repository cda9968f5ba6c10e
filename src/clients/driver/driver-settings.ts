import type { Client } from '../../model/client.ts';
import type { CallOutcome, ClientDescription, DriverValue } from '../../model/driver.ts';

/** A client that wireparity controls. Its driver runs in a separate process. */
export interface Driver {
  readonly description: ClientDescription;
  /**
   * Waits for a process that accepts calls. Returns true if the process was started since the last call. It may then
   * have sent requests while it started.
   */
  ready(): Promise<boolean>;
  /**
   * Calls a method of the client. A problem of the client does not make this fail: a call that does not end is
   * `timed-out`, and the driver is restarted for the next call. If the driver dies, the outcome is `process-died`; if
   * it rejects the call, the outcome is `driver-refused` (driver/raised-outcomes.ts). @throws client-failed if the
   * driver died and cannot be restarted.
   */
  call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    /** For a command: the address of the recorder for this call. */
    baseUrl?: string,
  ): Promise<CallOutcome>;
  /** Ends the driver and everything that it started. */
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly client: Client;
  /** The recorder's address, which replaces `${base_url}`. */
  readonly baseUrl: string;
  /** File with certificates for the client to trust. Needed if the client's address is fixed and the recorder acts as that host. */
  readonly trusted?: string;
  /** The value that replaces `${api_key}`. It is not a real key. */
  readonly apiKey: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** Temporary folder of this driver, which contains the client's HOME and temporary files. The caller removes it. */
  readonly scratch: string;
  /**
   * The description that another driver of the same client has sent, so that this driver need not describe the client
   * again.
   */
  readonly described?: ClientDescription;
}

export interface DriverSettings {
  /** How long the driver may send no line while it replies to `start`. If null, the time in the client file applies. */
  readonly startMs: number | null;
  /**
   * Time that is added to the client's own timeout for a call, so that the driver ends the call before wireparity does.
   */
  readonly graceMs: number;
  /** How long a driver may take to end after it was asked to. */
  readonly endMs: number;
  /** Maximum length of a line of the protocol in bytes. It is more than any real client sends at once. */
  readonly longestLine: number;
  /** Number of times in a row that the driver may die. After that, the client is not called any more. */
  readonly mostDeaths: number;
  /** The command line of a driver that does not come with wireparity. */
  readonly program: readonly string[] | null;
}
