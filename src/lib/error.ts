interface CodedError extends Error {
  readonly code: string;
}

/** An error that the user can fix. Its message is printed, but not its stack. `docs/reference/cli.md` lists the exit codes. */
export interface UserError extends CodedError {
  readonly exitCode: number;
  readonly hint?: string;
}

interface UserErrorDetails {
  /** Exit code 2: the command cannot do what the user asked for. 3: the environment prevents it. */
  readonly exitCode?: number;
  /** What the user can do, as a sentence. It may begin with a small letter. */
  readonly hint?: string | undefined;
}

export function codedError(code: string, message: string): CodedError {
  return Object.assign(new Error(message), { code });
}

export function userError(code: string, message: string, { exitCode = 2, hint }: UserErrorDetails = {}): UserError {
  const sentence = hint === undefined ? {} : { hint: hint.charAt(0).toUpperCase() + hint.slice(1) };
  return Object.assign(codedError(code, message), { exitCode, ...sentence });
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
