import type { Address } from '../model/address.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Exchange, Leftover, RunStart } from '../model/exchange.ts';
import type { Journal } from '../recording/journal.ts';
import type { RecordingSink } from '../recording/recorder.ts';
import type { Redactor } from '../recording/redaction/create-redactor.ts';
import type { Pace } from './http/pace.ts';
import type { ServiceWatch } from './http/service-watch.ts';
import type { Transport } from './http/transport.ts';
import type { EnvironmentWatch } from './scenarios/environment-watch.ts';
import type { OpenTarget } from './target/open-target.ts';
import type { VersionWatch } from './target/version-watch.ts';

export interface RunContext {
  readonly runId: string;
  /** The part of a sharded run, or null for a run without shards. */
  readonly shard: RunStart['shard'];
  readonly contracts: ContractSet;
  readonly target: OpenTarget;
  readonly transport: Transport;
  readonly pace: Pace;
  readonly retries: number;
  readonly recorder: RecordingSink;
  readonly redactor: Redactor;
  readonly journal: Journal;
  /** The time of this machine, which may differ from the target's clock. */
  readonly now: () => number;
  readonly startedAt: number;
  readonly signal: AbortSignal;
  readonly cleanupSignal: AbortSignal;
  readonly tally: Tally;
  readonly removed: RemovedItems;
  readonly service: ServiceWatch;
  readonly environment: EnvironmentWatch;
  readonly version: VersionWatch;
  /** Receives every response, including responses to removals and to repeated calls. */
  readonly onResponse?: (exchange: Exchange) => void;
  /** True if no other request or item of the run can cause a 503. */
  readonly isAlone?: true;
}

/** Addresses differ between shards, because the recordings of shards are merged. */
export function ownAddress({ shard }: RunContext, name: 'canary' | 'version' | 'base-path'): Address {
  return `run/${shard === null ? name : `${name}-${shard.index}`}/call`;
}

/** For the id of each removed item, the scenario that removed the item. */
type RemovedItems = Map<string | number | bigint | boolean, Address>;

interface Tally {
  created: number;
  removed: number;
  readonly leftovers: Leftover[];
}
