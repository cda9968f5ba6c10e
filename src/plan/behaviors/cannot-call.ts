/** Thrown if a case needs a call that cannot be made; the case is left out, with the reason. */
export class CannotCall extends Error {
  readonly code = 'call-impossible';
}
