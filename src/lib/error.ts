interface CodedError extends Error {
  readonly code: string;
}

/** An error that the user can fix, printed without a stack (exit codes: docs/reference/cli.md). */
export interface UserError extends CodedError {
  readonly exitCode: number;
  readonly hint?: string;
}

interface UserErrorDetails {
  /** 2 if the command cannot do what the user asked for, 3 if the environment prevents the command. */
  readonly exitCode?: number;
  /** What the user can do. If the text begins with a small letter, the text gets a capital letter and a full stop. */
  readonly hint?: string | undefined;
}

export function codedError(code: string, message: string): CodedError {
  return Object.assign(new Error(message), { code });
}

export function userError(code: string, message: string, { exitCode = 2, hint }: UserErrorDetails = {}): UserError {
  return Object.assign(codedError(code, message), { exitCode, ...(hint !== undefined && { hint: sentence(hint) }) });
}

function sentence(text: string): string {
  if (!/^[a-z]/.test(text)) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
