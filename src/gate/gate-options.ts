import type { Address } from '../model/address.ts';
import type { ContractSet } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';

export interface VerdictOptions {
  /** Name of the recording's target or client. */
  readonly where: string;
  /** The current date in UTC, in ISO format. */
  readonly today: string;
  /** True if every xpass fails the run, even without `strict` in the ledger entry. */
  readonly strictXpass: boolean;
  /** The step addresses that are allowed in ledger entries. */
  readonly addresses: ReadonlySet<Address>;
  readonly operations: Iterable<OperationId>;
  readonly wheres: Iterable<string>;
  readonly contracts: ContractSet;
  readonly profile: string;
  /** Returns true for operations that the client should have, by default for all. */
  readonly isMeant?: (operation: OperationId) => boolean;
  /** True if the plan was not restricted, or if merged shards together contain the whole plan. */
  readonly whole: boolean;
}
