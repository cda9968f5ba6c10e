import type { ContractSet } from '../model/contract.ts';
import type { Leftover } from '../model/exchange.ts';
import type { Journal } from '../recording/journal.ts';
import type { RecordingSink } from '../recording/recorder.ts';
import type { Redactor } from '../recording/redaction/create-redactor.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import type { Transport } from './http/transport.ts';
import type { EnvironmentWatch } from './scenarios/environment-watch.ts';
import type { OpenTarget } from './target/open-target.ts';

/** What every call of one run shares. */
export interface RunContext {
  readonly runId: string;
  readonly contracts: ContractSet;
  readonly target: OpenTarget;
  readonly transport: Transport;
  readonly limiter: RateLimiter;
  readonly retries: number;
  readonly recorder: RecordingSink;
  readonly redactor: Redactor;
  readonly journal: Journal;
  /** Milliseconds since 1970, here and not at the target. */
  readonly now: () => number;
  /** `now()` when the run began. */
  readonly startedAt: number;
  /** Aborted: no new step starts and requests in flight are given up. */
  readonly signal: AbortSignal;
  /** Aborted: clean-ups are given up too. */
  readonly cleanupSignal: AbortSignal;
  readonly tally: Tally;
  readonly environment: EnvironmentWatch;
}

/** What was made and removed; counted up while the run goes on. */
export interface Tally {
  created: number;
  removed: number;
  readonly leftovers: Leftover[];
}
