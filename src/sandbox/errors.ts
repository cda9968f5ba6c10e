/** A rejection in the error format A of the API, `{"error": {code, message, status, …extra}}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/** A rejection with an unusual error object. The server sends this object unchanged. */
export class RawApiError extends Error {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(String(error.code));
    this.status = status;
    this.error = error;
  }
}

export function errorBody(error: ApiError): { readonly error: Record<string, unknown> } {
  return { error: { code: error.code, message: error.message, status: error.status, ...error.extra } };
}

/** The framework of the real server causes this rejection, for example for an unknown route or a wrong method. */
export function httpError(status: number, message: string): ApiError {
  return new ApiError(status, 'http_error', message);
}
