import type { Client } from '../../model/client.ts';
import type { CallOutcome, ClientDescription, DriverValue } from '../../model/driver.ts';

/** A client under control: its driver runs as a process of its own. */
export interface Driver {
  readonly description: ClientDescription;
  /** Waits for a process that takes calls. True: it was started since the last time, and may have sent requests by itself. */
  ready(): Promise<boolean>;
  /**
   * Never rejects for what the client does: a call that does not end is `timed-out`, and the driver is started anew for
   * the next one. A call in which the driver dies raises `process-died`, one that it refuses
   * `driver-refused` (driver/raised-outcomes.ts).
   * @throws client-failed when the driver died and cannot be started again.
   */
  call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    /** Of a command: the recorder of this call. */
    baseUrl?: string,
  ): Promise<CallOutcome>;
  /** Ends the driver and everything that it started. */
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly client: Client;
  /** The recorder's origin: `${base_url}`. */
  readonly baseUrl: string;
  /** What `${api_key}` is: no real one. */
  readonly apiKey: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** Scratch folder of this driver: HOME and temporary files of the client. Removed by the caller. */
  readonly scratch: string;
}

export interface DriverSettings {
  /** Without a line of the driver's answer to `start`; null: as the client says. */
  readonly startMs: number | null;
  /** More than the client's own time for a call: the driver is to notice first. */
  readonly graceMs: number;
  /** For a driver that is asked to end. */
  readonly endMs: number;
  /** Bytes of a line of the protocol: more than any real client says at once. */
  readonly longestLine: number;
  /** Deaths in a row after which the client is given up. */
  readonly mostDeaths: number;
  /** Another driver than our own: its command line. */
  readonly program: readonly string[] | null;
}
