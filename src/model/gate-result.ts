import type { Finding } from './finding.ts';
import type { LedgerProblem } from './ledger.ts';

/** What a pull request changes about a client. */
export interface GateResult {
  readonly client: string;
  readonly base: string;
  readonly head: string;
  /** Findings that the base does not have, most severe first. Errors fail the pull request. */
  readonly added: readonly Finding[];
  /** Findings that come with a new method or argument. */
  readonly comesWith: readonly Finding[];
  /** New in the first trace of the head and absent in the second. */
  readonly unrepeated: readonly Finding[];
  /** Findings only by the base's contracts: the pull request changes both a contract and the client. */
  readonly contractBacked: readonly Finding[];
  /** Findings that both sides have. */
  readonly known: readonly Finding[];
  /** Findings excused by the ledger. */
  readonly excused: readonly Finding[];
  /** Findings that only the base has: no method of the head shows the cause. */
  readonly gone: readonly Finding[];
  /** Partly repaired causes: they occur at `now` of the `before` places at which the base had them. */
  readonly reduced: readonly { readonly cause: string; readonly before: number; readonly now: number }[];
  readonly coverage: { readonly base: readonly string[]; readonly head: readonly string[] };
  /** Places that state different versions at the head but not at the base: `pyproject.toml 0.2.0, __version__ 0.1.2`. */
  readonly versions: readonly string[];
  /** Manifest entries that contradict the evidence; null if there is no manifest. */
  readonly manifest: readonly string[] | null;
  /** Methods that could be exercised at the base and cannot be now. */
  readonly blocked: readonly { readonly method: string; readonly reason: string }[];
  /** New methods that could not be exercised. */
  readonly notTried: readonly { readonly method: string; readonly reason: string }[];
  readonly ledgerProblems: readonly LedgerProblem[];
  /** Warnings fail the pull request too. */
  readonly strictWarnings: boolean;
  readonly exitCode: number;
}
