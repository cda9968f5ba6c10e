import type { Address } from '../model/address.ts';
import type { ContractSet } from '../model/contract.ts';
import type { OperationId } from '../model/operation-id.ts';

export interface VerdictOptions {
  /** The target or client that the recording is about. */
  readonly where: string;
  /** ISO date, UTC. */
  readonly today: string;
  /** Every xpass fails the run, whatever its entry says. */
  readonly strictXpass: boolean;
  /** Everything that a `step` entry may name. */
  readonly addresses: ReadonlySet<Address>;
  readonly operations: Iterable<OperationId>;
  /** Known targets and clients. */
  readonly wheres: Iterable<string>;
  readonly contracts: ContractSet;
  readonly profile: string;
  /** Operations that the client should have; default: all. */
  readonly isMeant?: (operation: OperationId) => boolean;
  /** The plan was not restricted; merged shards that form a whole plan count. */
  readonly whole: boolean;
}
