import type { Client } from '../../model/client.ts';
import type { CallOutcome, ClientDescription, DriverValue } from '../../model/driver.ts';

/** A client under control; its driver runs in a separate process. */
export interface Driver {
  readonly description: ClientDescription;
  /**
   * Waits for a process that accepts calls. Returns true if it was started since the last call, and may have sent requests by
   * itself.
   */
  ready(): Promise<boolean>;
  /**
   * Never rejects because of the client: a call that does not end is `timed-out`, and the driver is restarted for the next one. A
   * call in which the driver dies raises `process-died`, and one that it refuses `driver-refused` (driver/raised-outcomes.ts).
   * @throws client-failed if the driver died and cannot be restarted.
   */
  call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    /** For a command: the recorder of this call. */
    baseUrl?: string,
  ): Promise<CallOutcome>;
  /** Ends the driver and everything that it started. */
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly client: Client;
  /** The recorder's origin, `${base_url}`. */
  readonly baseUrl: string;
  /** A file of certificates that the client is to trust: its address is fixed, and the recorder stands for it. */
  readonly trusted?: string;
  /** The value of `${api_key}`, which is not a real key. */
  readonly apiKey: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** Temporary folder of this driver, with the client's HOME and temporary files. Removed by the caller. */
  readonly scratch: string;
  /** What another driver of this client has described, so that this one need not do it again. */
  readonly described?: ClientDescription;
}

export interface DriverSettings {
  /** Time without a line in the driver's reply to `start`; null: as the client file says. */
  readonly startMs: number | null;
  /** Added to the client's own timeout for a call, so that the driver notices first. */
  readonly graceMs: number;
  /** Time for a driver that is asked to end. */
  readonly endMs: number;
  /** Maximum length of a protocol line in bytes: more than any real client sends at once. */
  readonly longestLine: number;
  /** Consecutive deaths after which the client is given up. */
  readonly mostDeaths: number;
  /** The command line of a driver that is not one of ours. */
  readonly program: readonly string[] | null;
}
