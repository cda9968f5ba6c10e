import type { ContractSet } from '../../model/contract.ts';
import type { Exchange, RunStart } from '../../model/exchange.ts';
import type { Replan } from '../../model/plan.ts';
import type { Journal } from '../../recording/journal.ts';
import type { RecordingWriter } from '../../recording/recording-writer.ts';
import type { Redactor } from '../../recording/redaction/create-redactor.ts';
import type { Transport } from '../http/transport.ts';
import type { ProgressListener } from '../progress.ts';
import type { OpenTarget } from '../target/open-target.ts';
import type { DoubtsOf } from './repeat-doubts.ts';
import type { CauseOf } from './shrink-failures.ts';

export interface RunPlanOptions {
  readonly contracts: ContractSet;
  readonly target: OpenTarget;
  readonly transport: Transport;
  /** The caller opens and closes the recording, even after an interruption: closing gives the file its final name. */
  readonly record: RecordingWriter;
  readonly redactor: Redactor;
  readonly journal?: Journal;
  /** Returns milliseconds since 1970. */
  readonly clock: { readonly now: () => number };
  /**
   * Lets clean-ups run, but starts no new step and cancels requests in progress. The reason is the name of the signal that the
   * process received.
   */
  readonly signal: AbortSignal;
  readonly force?: AbortSignal;
  readonly progress?: ProgressListener;
  /** After this many scenarios have failed, no new scenario starts. */
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  /** If given, failing generated scenarios run again with fewer fields, to find the smallest request that fails. */
  readonly causeOf?: CauseOf;
  /** If given, scenarios with findings that load may have caused run again, one at a time. */
  readonly doubtsOf?: DoubtsOf;
  readonly replan?: Replan;
  readonly retries?: number;
  readonly concurrency?: number;
  /** Maximum duration of the run. Scenarios of suites come first, then generated scenarios by rank. */
  readonly budgetMs?: number;
  readonly runId: string;
  readonly seed: number;
  readonly tool: string;
  readonly shard?: RunStart['shard'];
  /** True for a preflight: one operation is then enough to show a problem of the environment. */
  readonly preflight?: boolean;
  /** Milliseconds for clean-ups after an interruption. Default: 10,000. */
  readonly cleanupGraceMs?: number;
}
