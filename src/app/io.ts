/** Everything a command may touch of the process that it runs in. `cli.ts` makes the real one. */
export interface Io {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A person watches stderr: progress may be drawn there. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Calls back on SIGINT and SIGTERM until the returned function is called. */
  readonly onSignal: (listener: (signal: string) => void) => () => void;
  readonly version: string;
}

/** An error whose message is all that a user needs. `exitCode` as in `docs/reference/cli.md`. */
export interface UserError extends Error {
  readonly code: string;
  readonly exitCode: number;
  readonly hint?: string;
}

export function userError(
  code: string,
  message: string,
  details: { exitCode?: number; hint?: string } = {},
): UserError {
  return Object.assign(new Error(message), { code, exitCode: details.exitCode ?? 2, hint: details.hint });
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
