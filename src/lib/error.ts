/** An error with a stable `code` that identifies what went wrong. */
interface CodedError extends Error {
  readonly code: string;
}

/**
 * An error that the user can fix. Only its message is printed, and the stack is not printed. `docs/reference/cli.md`
 * lists the exit codes.
 */
export interface UserError extends CodedError {
  readonly exitCode: number;
  /** What the user can do about the error. */
  readonly hint?: string;
}

interface UserErrorDetails {
  /**
   * The exit code. 2: the command cannot do what the user asked for. 3: the environment prevents the command from doing
   * it.
   */
  readonly exitCode?: number;
  /** What the user can do, as a sentence. The sentence may begin with a small letter. */
  readonly hint?: string | undefined;
}

export function codedError(code: string, message: string): CodedError {
  return Object.assign(new Error(message), { code });
}

/** Creates a UserError. Its default exit code is 2. */
export function userError(code: string, message: string, { exitCode = 2, hint }: UserErrorDetails = {}): UserError {
  const sentence = hint === undefined ? {} : { hint: hint.charAt(0).toUpperCase() + hint.slice(1) };
  return Object.assign(codedError(code, message), { exitCode, ...sentence });
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
