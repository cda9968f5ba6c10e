import { openDriverHost } from './driver-host.ts';
import type { Driver, DriverOptions, DriverSettings } from './driver-settings.ts';

const DEFAULTS: DriverSettings = {
  startMs: null,
  graceMs: 1000,
  endMs: 300,
  longestLine: 64 * 1024 * 1024,
  mostDeaths: 20,
  program: null,
};

/**
 * Starts the driver of a client.
 * @throws client-failed (exit code 3) with what is missing and what to do
 */
export function startDriver(options: DriverOptions, settings: Partial<DriverSettings> = {}): Promise<Driver> {
  return openDriverHost(options, { ...DEFAULTS, ...settings });
}
