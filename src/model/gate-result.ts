import type { Finding } from './finding.ts';
import type { LedgerProblem } from './ledger.ts';

/** What a pull request changes about a client. */
export interface GateResult {
  readonly client: string;
  readonly base: string;
  readonly head: string;
  /** Not there at the base. The gravest first; errors stop the request. */
  readonly added: readonly Finding[];
  /** What a method or an argument that is new does not have yet. */
  readonly comesWith: readonly Finding[];
  /** New in the first trace of the head, and not there in the second. */
  readonly unrepeated: readonly Finding[];
  /** Only the contracts of the base say it: the request changes both, a contract and the client. */
  readonly contractBacked: readonly Finding[];
  /** At both: known. */
  readonly known: readonly Finding[];
  /** In the ledger. */
  readonly excused: readonly Finding[];
  /** At the base only: no method of the head shows the cause. */
  readonly gone: readonly Finding[];
  /** Repaired in part: the cause shows at `now` of the `before` places that showed it at the base. */
  readonly reduced: readonly { readonly cause: string; readonly before: number; readonly now: number }[];
  readonly coverage: { readonly base: readonly string[]; readonly head: readonly string[] };
  /** `pyproject.toml 0.2.0, __version__ 0.1.2`; new at the head. */
  readonly versions: readonly string[];
  /** Entries of the manifest that are not what the evidence says; null: there is no manifest. */
  readonly manifest: readonly string[] | null;
  /** Methods that could be exercised at the base. */
  readonly blocked: readonly { readonly method: string; readonly reason: string }[];
  /** New methods that could not be exercised. */
  readonly notTried: readonly { readonly method: string; readonly reason: string }[];
  readonly ledgerProblems: readonly LedgerProblem[];
  /** Warnings stop the request too. */
  readonly strictWarnings: boolean;
  readonly exitCode: number;
}
