import type { Finding } from './finding.ts';
import type { LedgerProblem } from './ledger.ts';

/** The effect of a pull request on a client. */
export interface GateResult {
  readonly client: string;
  readonly base: string;
  readonly head: string;
  /**
   * Findings that the base does not have. The most severe finding comes first. An error among them fails the pull
   * request.
   */
  readonly added: readonly Finding[];
  /** Findings that exist only because the pull request adds a method or an argument. */
  readonly comesWith: readonly Finding[];
  /** Findings that are new in the first trace of the head, but that a second trace of the head does not show. */
  readonly unrepeated: readonly Finding[];
  /**
   * Findings that occur only with the contracts of the base. The pull request then changes a contract and the client.
   */
  readonly contractBacked: readonly Finding[];
  /** Findings that both the base and the head have. */
  readonly known: readonly Finding[];
  /** Findings that the ledger excuses. */
  readonly excused: readonly Finding[];
  /** Findings that only the base has. No method of the head shows their cause. */
  readonly gone: readonly Finding[];
  /**
   * Causes that are partly repaired. The base had the cause at `before` places, and the head has it at `now` places.
   */
  readonly reduced: readonly { readonly cause: string; readonly before: number; readonly now: number }[];
  readonly coverage: { readonly base: readonly string[]; readonly head: readonly string[] };
  /**
   * Places in the client that state different versions at the head, but stated one version at the base: `pyproject.toml
   * 0.2.0, __version__ 0.1.2`.
   */
  readonly versions: readonly string[];
  /** Entries of the manifest that contradict the evidence. Null if the client has no manifest. */
  readonly manifest: readonly string[] | null;
  /** Methods that could be called at the base, but cannot be called at the head. */
  readonly blocked: readonly { readonly method: string; readonly reason: string }[];
  /** New methods that could not be called. */
  readonly notTried: readonly { readonly method: string; readonly reason: string }[];
  readonly ledgerProblems: readonly LedgerProblem[];
  /** True if warnings also fail the pull request. */
  readonly strictWarnings: boolean;
  readonly exitCode: number;
}
