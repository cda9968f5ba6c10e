import type { Client } from '../../model/client.ts';
import type { CallOutcome, ClientDescription, DriverValue } from '../../model/driver.ts';

export interface Driver {
  readonly description: ClientDescription;
  /** Starts a process if none is running. Returns true if the process is new, because its start may have sent requests. */
  ready(): Promise<boolean>;
  /**
   * If the call fails, returns the client's error, `timed-out`, or an error class of driver/raised-outcomes.ts.
   * @throws client-failed if the driver does not work
   */
  call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    /** The address of the recorder for this call. Only clients that are commands use this address. */
    baseUrl?: string,
  ): Promise<CallOutcome>;
  close(): Promise<void>;
}

export interface DriverOptions {
  readonly client: Client;
  readonly baseUrl: string;
  /** File with the certificates for a client that calls a fixed host instead of `baseUrl`. */
  readonly trusted?: string;
  /** A made-up key. The client file refers to the key as `${api_key}`. */
  readonly apiKey: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  /** Temporary folder that contains the client's HOME. The caller removes the folder. */
  readonly scratch: string;
  /** If another driver has described the same client, this driver uses that description. */
  readonly described?: ClientDescription;
}

export interface DriverSettings {
  /** Maximum time between two messages while the driver starts, or null for the client file's timeout. */
  readonly startMs: number | null;
  /** Time that the driver gets to stop a call after the timeout of the call. */
  readonly graceMs: number;
  readonly endMs: number;
  /** Maximum length in bytes of a protocol line. No real client sends a longer line. */
  readonly longestLine: number;
  /** If the driver dies this number of times in a row, wireparity stops the calls. */
  readonly mostDeaths: number;
  /** The command line of a driver that is not part of wireparity. For wireparity's own drivers, the value is null. */
  readonly program: readonly string[] | null;
}
