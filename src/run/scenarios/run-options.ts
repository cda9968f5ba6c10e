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
  /**
   * Receives the entries of the run. The caller opens and closes the recording. The recording gets its final name when it is
   * closed, even after an interruption.
   */
  readonly record: RecordingWriter;
  readonly redactor: Redactor;
  /** The journal, which the caller opens and closes. If absent, no journal is written. */
  readonly journal?: Journal;
  /** Returns the time in milliseconds since 1970. */
  readonly clock: { readonly now: () => number };
  /**
   * Signal that stops the run in an orderly way; its reason is the name of the signal that the process received. No new step
   * starts, open requests are cancelled, and clean-ups still run.
   */
  readonly signal: AbortSignal;
  /** Signal that stops the run immediately, without clean-ups. */
  readonly force?: AbortSignal;
  readonly progress?: ProgressListener;
  /** After this many scenarios have failed, no new scenario starts. */
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  /** If given, failing generated scenarios are run again with fewer fields, to find a smaller request that fails. */
  readonly causeOf?: CauseOf;
  /** If given, scenarios with findings that load may have caused are run again alone. */
  readonly doubtsOf?: DoubtsOf;
  /** Plans scenarios again if the calls that provide their ids fail. */
  readonly replan?: Replan;
  /** Number of retries. Default: the target's setting. */
  readonly retries?: number;
  readonly concurrency?: number;
  /** Maximum duration, counted from the start of the run. Scenarios of suites come first, then generated scenarios by rank. */
  readonly budgetMs?: number;
  readonly runId: string;
  readonly seed: number;
  /** Name and version of this program. */
  readonly tool: string;
  readonly shard?: RunStart['shard'];
  /** True if the calls only check that the target can be tested. One operation is then enough. */
  readonly preflight?: boolean;
  /** Time for clean-ups after an interruption. Default: 10 s. */
  readonly cleanupGraceMs?: number;
}
