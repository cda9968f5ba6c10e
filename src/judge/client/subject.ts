import type { Client } from '../../model/client.ts';
import type { ClientSurface, SendingMethod } from '../../model/client-surface.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { ClientCall, Contact } from '../../model/trace.ts';
import type { Judge } from '../judge.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

/** The input of a client check: a trace that has been read, and how its methods use the contracts. */
export interface ClientSubject {
  readonly surface: ClientSurface;
  readonly client: Pick<Client, 'covers' | 'errors' | 'driver' | 'origins'>;
  readonly judge: Judge;
  readonly sending: readonly SendingMethod[];
  /** One per method and operation that it reaches. */
  readonly uses: readonly MethodUse[];
  /** Calls of the client's signature function, one per test vector. */
  readonly signatureCalls: readonly ClientCall[];
  readonly contacts: readonly Contact[];
  /** Hosts other than the API's for which the recorder stood in as the client's proxy. */
  readonly foreign: ReadonlySet<string>;
  /** The operation that a request to an unknown route was most likely meant for. */
  readonly intended: ReadonlyMap<SendingMethod, Contract>;
}

/** A finding before the client's name is added. */
export interface ClientDraft {
  readonly operation: OperationId;
  /** null if it concerns the whole client. */
  readonly method: string | null;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  readonly places?: { readonly declared: Place; readonly sent: Place };
  /** The call that shows it, and the index of the request; null if the absence of a call shows it. */
  readonly call: ClientCall | null;
  readonly request: number;
  readonly pointer: string;
  readonly found: unknown;
  /** Drafts with the same kind and cause become one finding; if they concern several operations, its operation is `*`. */
  readonly cause?: string;
  /** Distinguishes causes of one kind if neither `cause` nor operation, field and place do. */
  readonly identity?: string;
  /** Set when drafts are joined: every method that shows it. */
  readonly methods?: readonly string[];
  /** Every method and given value that shows it; the methods if absent. */
  readonly shows?: readonly string[];
  readonly warning?: boolean;
}

/** The operation of a finding about the whole client. */
export const WHOLE_CLIENT = '*';
