/** A path template. A fixed query distinguishes the operation from others with the same path: `/responses/{id}?beta=true`. */
export interface RouteTemplate {
  readonly path: string;
  /** The pairs as they are written, without `?`. */
  readonly fixedQuery?: string | undefined;
}

export interface RequestLine extends RouteTemplate {
  readonly method: string;
}

/** Splits a route in the notation of contracts and OpenAPI documents. */
export function splitRoute(text: string): RouteTemplate {
  const at = text.indexOf('?');
  if (at === -1) return { path: text };
  const fixedQuery = text.slice(at + 1);
  return { path: text.slice(0, at), ...(fixedQuery !== '' && { fixedQuery }) };
}

/** Writes a route in the notation of contracts and OpenAPI documents. */
export function routeText({ path, fixedQuery }: RouteTemplate): string {
  return fixedQuery === undefined ? path : `${path}?${fixedQuery}`;
}

/** Returns a request in one line: `GET /responses/{id}?beta=true`. */
export function requestText({ method, ...route }: RequestLine): string {
  return `${method} ${routeText(route)}`;
}

export function requestLine({ method, path, fixedQuery }: RequestLine): RequestLine {
  return { method, path, ...(fixedQuery !== undefined && { fixedQuery }) };
}
