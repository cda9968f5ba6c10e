/** An error whose stable `code` says what happened. */
export interface CodedError extends Error {
  readonly code: string;
}

/** An error that a user can act on: its message is all that is shown. `exitCode` as in `docs/reference/cli.md`. */
export interface UserError extends CodedError {
  readonly exitCode: number;
  /** What to do. */
  readonly hint?: string;
}

interface UserErrorDetails {
  /** 2: what was asked for cannot be done. 3: the environment is not as needed. */
  readonly exitCode?: number;
  readonly hint?: string;
}

export function codedError(code: string, message: string): CodedError {
  return Object.assign(new Error(message), { code });
}

/** The exit code is 2 where none is given. */
export function userError(code: string, message: string, { exitCode = 2, hint }: UserErrorDetails = {}): UserError {
  return Object.assign(codedError(code, message), { exitCode, ...(hint === undefined ? {} : { hint }) });
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
