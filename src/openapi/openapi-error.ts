/** A document that cannot be read. `exitCode` as in `docs/reference/cli.md`. */
export interface OpenapiError extends Error {
  readonly code: string;
  readonly exitCode: 2;
  /** What to do. */
  readonly hint: string;
}

export function openapiError(code: string, message: string, hint: string): OpenapiError {
  return Object.assign(new Error(message), { code, exitCode: 2 as const, hint });
}
