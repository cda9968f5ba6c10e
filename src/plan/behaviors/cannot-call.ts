/** The error that a case throws if it needs a call that cannot be made. The case is left out, with this reason. */
export class CannotCall extends Error {
  readonly code = 'call-impossible';
}
