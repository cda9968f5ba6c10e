import type { Finding } from './finding.ts';
import type { LedgerProblem } from './ledger.ts';

/** The effect of a pull request on a client. */
export interface GateResult {
  readonly client: string;
  readonly base: string;
  readonly head: string;
  /** Findings that exist only at the head, the most severe finding first. */
  readonly added: readonly Finding[];
  /** Findings about a method or an argument that the pull request adds. */
  readonly comesWith: readonly Finding[];
  /** New findings that did not occur again in the second trace of the head. */
  readonly unrepeated: readonly Finding[];
  /** Findings that are missing only because the pull request also changes the contracts. */
  readonly contractBacked: readonly Finding[];
  readonly known: readonly Finding[];
  readonly excused: readonly Finding[];
  /** Findings of the base whose cause no longer occurs at the head. */
  readonly gone: readonly Finding[];
  /** Causes that are partly repaired, with the number of affected places at the base and at the head. */
  readonly reduced: readonly { readonly cause: string; readonly before: number; readonly now: number }[];
  readonly coverage: { readonly base: readonly string[]; readonly head: readonly string[] };
  /** Version statements that agreed at the base and now differ, such as `pyproject.toml 0.2.0, __version__ 0.1.2`. */
  readonly versions: readonly string[];
  /** Manifest entries that contradict the evidence, or null if the client has no manifest. */
  readonly manifest: readonly string[] | null;
  /** Methods that can no longer be called. */
  readonly blocked: readonly { readonly method: string; readonly reason: string }[];
  /** New methods that could not be called. */
  readonly notTried: readonly { readonly method: string; readonly reason: string }[];
  readonly ledgerProblems: readonly LedgerProblem[];
  readonly strictWarnings: boolean;
  readonly exitCode: number;
}
