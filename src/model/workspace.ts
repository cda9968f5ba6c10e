import type { Client } from './client.ts';
import type { ContractSet } from './contract.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Ledger } from './ledger.ts';
import type { Suite } from './suite.ts';
import type { Config } from './target.ts';

/** All data files of a project, after references have been resolved. */
export interface Workspace {
  /** Absolute path of the project, to which all other paths are relative. */
  readonly root: string;
  readonly config: Config;
  readonly contracts: ContractSet;
  readonly suites: readonly Suite[];
  readonly clients: readonly Client[];
  readonly ledger: Ledger;
  /** Mistakes in the data files, sorted by position. */
  readonly diagnostics: readonly Diagnostic[];
}
