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
  /** The caller closes the recording, even after an interruption. */
  readonly record: RecordingWriter;
  readonly redactor: Redactor;
  readonly journal?: Journal;
  /** Returns milliseconds since 1970. */
  readonly clock: { readonly now: () => number };
  /** An abort stops the steps but lets clean-ups run. */
  readonly signal: AbortSignal;
  readonly force?: AbortSignal;
  readonly progress?: ProgressListener;
  /** After this many scenarios have failed, no new scenario starts. */
  readonly bail?: number;
  readonly isFailure?: (exchange: Exchange) => boolean;
  /** If given, failing generated scenarios run again with fewer fields, to find the smallest request that fails. */
  readonly causeOf?: CauseOf;
  /** If given, a scenario is repeated when load may have caused one of its findings. */
  readonly doubtsOf?: DoubtsOf;
  readonly replan?: Replan;
  readonly retries?: number;
  readonly concurrency?: number;
  /** After this time, no new scenario starts. */
  readonly budgetMs?: number;
  readonly runId: string;
  readonly seed: number;
  readonly tool: string;
  readonly shard?: RunStart['shard'];
  /** True for a preflight, in which one operation is enough to show a problem. */
  readonly preflight?: boolean;
  /** Milliseconds for clean-ups after an interruption, by default 10,000. */
  readonly cleanupGraceMs?: number;
}
