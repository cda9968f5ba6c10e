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

/** The data that all calls of a run share. */
export interface RunContext {
  readonly runId: string;
  /** The part of the plan that this run executes. Null if the run is not a shard. */
  readonly shard: RunStart['shard'];
  readonly contracts: ContractSet;
  readonly target: OpenTarget;
  readonly transport: Transport;
  readonly pace: Pace;
  readonly retries: number;
  readonly recorder: RecordingSink;
  readonly redactor: Redactor;
  readonly journal: Journal;
  /** Returns the time in milliseconds since 1970 on this machine, which may differ from the time at the target. */
  readonly now: () => number;
  /** Time of `now()` at the start of the run. */
  readonly startedAt: number;
  /** If this signal aborts, no new step starts, and open requests are cancelled. */
  readonly signal: AbortSignal;
  /** If this signal aborts, clean-ups are cancelled too. */
  readonly cleanupSignal: AbortSignal;
  readonly tally: Tally;
  readonly removed: RemovedItems;
  readonly service: ServiceWatch;
  readonly environment: EnvironmentWatch;
  readonly version: VersionWatch;
  /** Receives each response, also of removals and of calls that are repeated. */
  readonly onResponse?: (exchange: Exchange) => void;
  /** True if no other request is in progress, and no item of another scenario exists. A 503 then has another reason. */
  readonly isAlone?: true;
}

/**
 * Returns the address of a call that the run itself makes, such as a check of the server's version. The address differs between
 * shards, because their recordings are merged into one.
 */
export function ownAddress({ shard }: RunContext, name: 'canary' | 'version' | 'base-path'): Address {
  return `run/${shard === null ? name : `${name}-${shard.index}`}/call`;
}

/** For each removed id, the scenario that removed the item. Some servers give the same item to several scenarios. */
type RemovedItems = Map<string | number | bigint | boolean, Address>;

/** Numbers of created and removed items, updated during the run. */
interface Tally {
  created: number;
  removed: number;
  readonly leftovers: Leftover[];
}
