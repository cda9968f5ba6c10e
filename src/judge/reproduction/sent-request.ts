import type { Address, ExchangeId } from '../../model/address.ts';
import type { Exchange, Phase } from '../../model/exchange.ts';
import type { HttpRequest } from '../../model/http.ts';

/** What is kept of a request until its scenario has ended. */
export interface ReproducedRequest {
  readonly id: ExchangeId;
  readonly address: Address;
  readonly phase: Phase;
  /** A body that is too long to be shown is null. */
  readonly request: HttpRequest;
  /** Whose own credential it carries; null: none, or another one. */
  readonly credential: { readonly actor: string; readonly kind: string } | null;
  /** Bytes of the body when that is too long to be shown. */
  readonly leftOut?: number;
}

/** Bytes of a body that is still shown. */
const LONGEST_BODY = 64 * 1024;

export function sentRequest({ id, address, phase, request, asked }: Exchange): ReproducedRequest {
  const { as: actor, auth: kind, forged } = asked;
  const credential = kind === null || forged === true ? null : { actor, kind };
  const bytes = request.body?.byteLength ?? 0;
  if (bytes <= LONGEST_BODY) return { id, address, phase, request, credential };
  return { id, address, phase, request: { ...request, body: null }, credential, leftOut: bytes };
}
