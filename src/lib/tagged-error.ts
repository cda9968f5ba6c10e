/** An error that a user can act on. `code` is stable; `exitCode` is what the command ends with. */
export interface TaggedError extends Error {
  readonly code: string;
  readonly exitCode: 2 | 3;
  /** What to do. */
  readonly hint: string;
}

/** The world around the run is not as needed: exit code 3. */
export function environmentError(code: string, message: string, hint: string): TaggedError {
  return Object.assign(new Error(message), { code, exitCode: 3 as const, hint });
}

/** What was asked for cannot be done: exit code 2. */
export function usageError(code: string, message: string, hint: string): TaggedError {
  return Object.assign(new Error(message), { code, exitCode: 2 as const, hint });
}
