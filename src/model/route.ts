/** A path template, with a fixed query if several operations share it, as in `/responses/{id}?beta=true`. */
export interface RouteTemplate {
  readonly path: string;
  /** Query pairs without the `?`, such as `beta=true`. */
  readonly fixedQuery?: string | undefined;
}

export interface RequestLine extends RouteTemplate {
  readonly method: string;
}

/** Splits a route such as `/responses/{id}?beta=true` into its path and its fixed query. */
export function splitRoute(text: string): RouteTemplate {
  const at = text.indexOf('?');
  if (at === -1) return { path: text };
  const fixedQuery = text.slice(at + 1);
  return { path: text.slice(0, at), ...(fixedQuery !== '' && { fixedQuery }) };
}

export function routeText({ path, fixedQuery }: RouteTemplate): string {
  return fixedQuery === undefined ? path : `${path}?${fixedQuery}`;
}

/** Formats a request on one line, such as `GET /responses/{id}?beta=true`. */
export function requestText({ method, ...route }: RequestLine): string {
  return `${method} ${routeText(route)}`;
}

export function requestLine({ method, path, fixedQuery }: RequestLine): RequestLine {
  return { method, path, ...(fixedQuery !== undefined && { fixedQuery }) };
}
