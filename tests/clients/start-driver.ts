import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startDriver } from '../../src/clients/driver/driver.ts';
import type { Driver, DriverOptions, DriverSettings } from '../../src/clients/driver/driver-settings.ts';
import type { Client } from '../../src/model/client.ts';
import { findByEnvironment } from '../../src/run/target/proc-files.ts';

/** The tests of a file are concurrent, so these functions run after the last test. */
const leftovers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const clear of leftovers.toReversed()) await clear();
});

export const FIXTURES = join(import.meta.dirname, '../fixtures');

export function aClient(changes: Partial<Client> = {}): Client {
  return {
    name: 'acme',
    driver: 'python',
    source: { kind: 'path', path: FIXTURES, install: false },
    runtime: null,
    construct: null,
    command: [],
    env: {},
    profile: 'full',
    covers: { only: [], except: [] },
    origins: [],
    errors: {},
    ignore: [],
    signatures: null,
    table: null,
    timeoutMs: 1000,
    startTimeoutMs: 60_000,
    at: { file: 'clients/acme.yaml', line: 1, column: 1 },
    ...changes,
  };
}

export interface StartInput {
  readonly program: string;
  readonly client?: Partial<Client>;
  readonly options?: Partial<DriverOptions>;
  readonly settings?: Partial<DriverSettings>;
}

export interface Started {
  readonly start: () => Promise<Driver>;
  /** Returns the ids of the driver process and its child processes. Ended processes are left out. */
  readonly left: () => Promise<readonly number[]>;
  readonly scratch: string;
}

/** Prepares a driver whose processes are identified by the environment variable TEST_MARK. */
export async function prepare({ program, client, options, settings }: StartInput): Promise<Started> {
  const scratch = await mkdtemp(join(tmpdir(), 'parity-driver-'));
  const mark = randomBytes(8).toString('hex');
  const start = async () => {
    const driver = await startDriver(
      {
        client: aClient({ ...client, env: { ...client?.env, TEST_MARK: mark } }),
        baseUrl: 'http://127.0.0.1:9',
        apiKey: 'made-up',
        env: { PATH: process.env.PATH },
        signal: new AbortController().signal,
        scratch,
        ...options,
      },
      { program: [process.execPath, join(FIXTURES, program)], endMs: 100, ...settings },
    );
    leftovers.push(() => driver.close());
    return driver;
  };
  leftovers.push(() => rm(scratch, { recursive: true, force: true }));
  return { start, scratch, left: () => findByEnvironment(`TEST_MARK=${mark}`) };
}
