import type { Client } from '../../model/client.ts';
import type { ClientSurface, SendingMethod } from '../../model/client-surface.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { ClientCall, Contact } from '../../model/trace.ts';
import type { Judge } from '../judge.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

/** What a client check is handed: a trace that has been read, and how its methods use the contracts. */
export interface ClientSubject {
  readonly surface: ClientSurface;
  readonly client: Pick<Client, 'covers' | 'errors' | 'driver' | 'origins'>;
  readonly judge: Judge;
  readonly sending: readonly SendingMethod[];
  /** One per method and operation that it reaches. */
  readonly uses: readonly MethodUse[];
  /** Calls of the client's function for webhook signatures, one a vector. */
  readonly signatureCalls: readonly ClientCall[];
  readonly contacts: readonly Contact[];
  /** The operation that a request to an unknown route was most likely meant for. */
  readonly intended: ReadonlyMap<SendingMethod, Contract>;
}

/** A finding that does not know yet of which client it is. */
export interface ClientDraft {
  readonly operation: OperationId;
  /** null: it is about the whole client. */
  readonly method: string | null;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  readonly places?: { readonly declared: Place; readonly sent: Place };
  /** The call that shows it, and which of its requests; null when the absence of a call shows it. */
  readonly call: ClientCall | null;
  readonly request: number;
  readonly pointer: string;
  readonly found: unknown;
  /** Drafts of one kind and cause are one finding, of the operation `*` when they are of several. */
  readonly cause?: string;
  /** What tells the cause from others of the kind, when that is neither `cause` nor operation, field and place. */
  readonly identity?: string;
  /** Set when drafts are joined: every method that shows it. */
  readonly methods?: readonly string[];
  /** The method, and what it was given, for every place that shows it; the methods when absent. */
  readonly shows?: readonly string[];
  readonly warning?: boolean;
}

/** The operation of a finding that is about the whole client. */
export const WHOLE_CLIENT = '*';
