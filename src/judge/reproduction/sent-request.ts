import { shellText } from '../../lib/shell-text.ts';
import type { Address, ExchangeId } from '../../model/address.ts';
import type { Exchange, Phase, Reference } from '../../model/exchange.ts';
import type { HttpRequest } from '../../model/http.ts';

export interface ReproducedRequest {
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  /** A body that is too long to be shown is null. */
  readonly request: HttpRequest;
  /** Null if the request does not contain the actor's own credential. */
  readonly credential: { readonly actor: string; readonly kind: string } | null;
  readonly refers: readonly Reference[];
  /** Size in bytes of a body that is too long to be shown. */
  readonly leftOut?: number;
}

/** Maximum size in bytes of a shown body. A repetitive body may be longer, because its shell text is short. */
const LONGEST_BODY = 64 * 1024;
const LONGEST_REPETITIVE = 2000;

export function sentRequest({ id, address, phase, request, asked }: Exchange): ReproducedRequest {
  const { as: actor, auth: kind, forged, refers = [] } = asked;
  const credential = kind === null || forged === true ? null : { actor, kind };
  const bytes = request.body?.byteLength ?? 0;
  if (bytes <= LONGEST_BODY || isRepetitive(request.body)) return { id, address, phase, request, credential, refers };
  return { id, address, phase, request: { ...request, body: null }, credential, refers, leftOut: bytes };
}

function isRepetitive(body: Uint8Array | null): boolean {
  return body !== null && !body.includes(0) && shellText(body, (mark) => mark).length <= LONGEST_REPETITIVE;
}
