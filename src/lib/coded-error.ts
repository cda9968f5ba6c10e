export interface CodedError extends Error {
  readonly code: string;
}

export function codedError(code: string, message: string): CodedError {
  return Object.assign(new Error(message), { code });
}
