import type { Client } from '../../model/client.ts';
import type { ClientSurface, SendingMethod } from '../../model/client-surface.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { ClientCall, Contact } from '../../model/trace.ts';
import type { Judge } from '../judge.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

/** The input of a client check: a trace that has been read, and how the client's methods use the contracts. */
export interface ClientSubject {
  readonly surface: ClientSurface;
  readonly client: Pick<Client, 'covers' | 'errors' | 'driver' | 'origins'>;
  readonly judge: Judge;
  readonly sending: readonly SendingMethod[];
  /** How methods use operations: one entry per method and operation that it reaches. */
  readonly uses: readonly MethodUse[];
  /** Calls of the client's function for checking signatures, one per test vector. */
  readonly signatureCalls: readonly ClientCall[];
  readonly contacts: readonly Contact[];
  /** Hosts that do not belong to the API and to which the client sent requests through the recorder, which acted as its proxy. */
  readonly foreign: ReadonlySet<string>;
  /** The operation that a request to an unknown route was most likely meant for. */
  readonly intended: ReadonlyMap<SendingMethod, Contract>;
}

/** A finding about a client before the client's name is added. */
export interface ClientDraft {
  readonly operation: OperationId;
  /** Name of the method. null if the finding concerns the whole client. */
  readonly method: string | null;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  readonly places?: { readonly declared: Place; readonly sent: Place };
  /** The call that shows the finding, and the index of the request in it. null if the absence of a call shows the finding. */
  readonly call: ClientCall | null;
  readonly request: number;
  readonly pointer: string;
  readonly found: unknown;
  /**
   * Identifies the cause. Drafts with the same kind and cause become one finding. If they concern several operations,
   * the finding's operation is `*`.
   */
  readonly cause?: string;
  /** Distinguishes causes of one kind that do not differ in `cause`, operation, field or place. */
  readonly identity?: string;
  /** All methods that show the finding. Set when drafts are joined. */
  readonly methods?: readonly string[];
  /** All methods together with the values that show the finding. Absent: only the methods are known. */
  readonly shows?: readonly string[];
  readonly warning?: boolean;
}

/** The operation id used in findings about the whole client. */
export const WHOLE_CLIENT = '*';
