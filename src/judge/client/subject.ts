import type { Client } from '../../model/client.ts';
import type { ClientSurface, SendingMethod } from '../../model/client-surface.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { ClientCall, Contact } from '../../model/trace.ts';
import type { Judge } from '../judge.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

export interface ClientSubject {
  readonly surface: ClientSurface;
  readonly client: Pick<Client, 'covers' | 'errors' | 'driver' | 'origins'>;
  readonly judge: Judge;
  readonly sending: readonly SendingMethod[];
  /** One entry for each pair of a method and an operation that the method calls. */
  readonly uses: readonly MethodUse[];
  /** The client's function that checks signatures is called once per test vector. */
  readonly signatureCalls: readonly ClientCall[];
  readonly contacts: readonly Contact[];
  /** Hosts outside the API that received requests from the client, if the recorder was the client's proxy. */
  readonly foreign: ReadonlySet<string>;
  /** For each method that requests an unknown route, the operation that the client probably meant. */
  readonly intended: ReadonlyMap<SendingMethod, Contract>;
}

/** A finding about a client, before the client's name is added. */
export interface ClientDraft {
  readonly operation: OperationId;
  /** Null if the finding is about the whole client. */
  readonly method: string | null;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
  readonly places?: { readonly declared: Place; readonly sent: Place };
  /** Null if no single call shows the finding. */
  readonly call: ClientCall | null;
  readonly request: number;
  readonly pointer: string;
  readonly found: unknown;
  /** Drafts with the same kind and cause become one finding. */
  readonly cause?: string;
  /** Distinguishes two findings that have the same kind, cause, operation, field and place. */
  readonly identity?: string;
  /** All methods that show the finding, if the draft was joined from several drafts. */
  readonly methods?: readonly string[];
  /** Texts that name a method and the status that the method received: `create on 404`. */
  readonly shows?: readonly string[];
  readonly warning?: boolean;
}

export const WHOLE_CLIENT = '*';
