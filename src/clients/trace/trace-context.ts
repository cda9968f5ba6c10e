import type { ContractSet } from '../../model/contract.ts';
import type { ClientCall } from '../../model/trace.ts';
import type { Values } from '../../surface/arguments-of.ts';
import type { ClientOptions } from '../../surface/client-options.ts';
import type { Volatile } from '../../surface/volatile.ts';
import type { Lane, Session } from './session.ts';

export interface TraceContext {
  readonly client: string;
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly lane: Lane;
  readonly isIgnored: (method: string, argument: string) => boolean;
  readonly options: ClientOptions;
  /** True if each call starts a process. Unpromising calls are then left out. */
  readonly slow: boolean;
}

export interface Tracing extends TraceContext {
  readonly session: Session;
  readonly base: ClientCall;
  readonly values: Values;
  /** The places at which two equal base calls send different values. */
  readonly volatile: Volatile;
}
