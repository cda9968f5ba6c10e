import type { Client } from './client.ts';
import type { ContractSet } from './contract.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Ledger } from './ledger.ts';
import type { Suite } from './suite.ts';
import type { Config } from './target.ts';

/** Every data file of a project, read and with references resolved. */
export interface Workspace {
  /** The absolute folder that all paths are relative to. */
  readonly root: string;
  readonly config: Config;
  readonly contracts: ContractSet;
  readonly suites: readonly Suite[];
  readonly clients: readonly Client[];
  readonly ledger: Ledger;
  /** Warnings and errors, sorted by position. With an error, nothing may run. */
  readonly diagnostics: readonly Diagnostic[];
}
