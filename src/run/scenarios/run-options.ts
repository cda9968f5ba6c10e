import type { ContractSet } from '../../model/contract.ts';
import type { Exchange, RunStart } from '../../model/exchange.ts';
import type { Journal } from '../../recording/journal.ts';
import type { RecordingWriter } from '../../recording/recording-writer.ts';
import type { Redactor } from '../../recording/redaction/create-redactor.ts';
import type { Transport } from '../http/transport.ts';
import type { ProgressListener } from '../progress.ts';
import type { OpenTarget } from '../target/open-target.ts';
import type { CauseOf } from './shrink-failures.ts';

export interface RunPlanOptions {
  readonly contracts: ContractSet;
  readonly target: OpenTarget;
  readonly transport: Transport;
  /** Opened and closed by the caller: closing it gives the recording its name, after an interruption too. */
  readonly record: RecordingWriter;
  readonly redactor: Redactor;
  /** Opened and closed by the caller; nothing is journalled without one. */
  readonly journal?: Journal;
  /** Milliseconds since 1970. */
  readonly clock: { readonly now: () => number };
  /** Aborted with the name of a signal: no new steps, requests in flight are given up, clean-ups still run. */
  readonly signal: AbortSignal;
  /** Aborted: stop at once, without clean-ups. */
  readonly force?: AbortSignal;
  readonly progress?: ProgressListener;
  /** No new scenario starts after this many have failed. */
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  /** If given, generated scenarios that fail are run again with fewer fields, to show how small a request can be. */
  readonly causeOf?: CauseOf;
  /** Default: the target's own. */
  readonly retries?: number;
  readonly concurrency?: number;
  /** Time limit from the run's start: scenarios of suites come first, then generated ones by value. */
  readonly budgetMs?: number;
  readonly runId: string;
  readonly seed: number;
  /** Name and version of this program. */
  readonly tool: string;
  readonly shard?: RunStart['shard'];
  /** The calls only show whether the target can be tested, so one operation is enough. */
  readonly preflight?: boolean;
  /** Time for clean-ups after an interruption; 10 s if not given. */
  readonly cleanupGraceMs?: number;
}
