/**
 * The error that a case throws if a call that it needs cannot be made. The case is left out, and this error says why.
 */
export class CannotCall extends Error {
  readonly code = 'call-impossible';
}
