import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Kind } from '../kind.ts';
import { successDrafts } from '../subject.ts';

export const responseFieldMissing: Kind = {
  title: 'A declared response field is absent',
  severity: 'error',
  gravity: 400,
  about: 'response',
  cause: 'member',
  exchange: ({ response, contract, exchange }) =>
    asksForPart(contract, exchange) ? [] : successDrafts(response, 'missing'),
};

/** Returns true if the call asks for certain members only, for example with `?fields=name`. */
function asksForPart({ fields }: Contract, { asked }: Exchange): boolean {
  return fields.some(
    ({ name, place }) =>
      place.location === 'query' && Object.hasOwn(asked.with, name) && CHOOSING.test(place.name.replace(/\[\]$/, '')),
  );
}

const CHOOSING = /^[$_]?(fields|select|projection|fieldmask|field_mask|attributes|exclude)$/i;
