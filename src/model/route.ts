/**
 * A path template. If the operation has a fixed query, it is included. The fixed query is part of every request of the
 * operation. It distinguishes the operation from other operations with the same path. An example is `beta=true` in
 * `/responses/{id}?beta=true`.
 */
export interface RouteTemplate {
  readonly path: string;
  /** The pairs as they are written, without `?`. */
  readonly fixedQuery?: string | undefined;
}

export interface RequestLine extends RouteTemplate {
  readonly method: string;
}

/** Separates the fixed query from a path as contracts and OpenAPI documents write it. */
export function splitRoute(text: string): RouteTemplate {
  const at = text.indexOf('?');
  if (at === -1) return { path: text };
  const fixedQuery = text.slice(at + 1);
  return { path: text.slice(0, at), ...(fixedQuery !== '' && { fixedQuery }) };
}

/** Writes a route as contracts and OpenAPI documents do. */
export function routeText({ path, fixedQuery }: RouteTemplate): string {
  return fixedQuery === undefined ? path : `${path}?${fixedQuery}`;
}

/** Writes a request in one line: `GET /responses/{id}?beta=true`. */
export function requestText({ method, ...route }: RequestLine): string {
  return `${method} ${routeText(route)}`;
}

/** Returns method, path and fixed query of a contract. */
export function requestLine({ method, path, fixedQuery }: RequestLine): RequestLine {
  return { method, path, ...(fixedQuery !== undefined && { fixedQuery }) };
}
