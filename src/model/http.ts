/** Header lines in the order of the network, with duplicates. The case of the names is unchanged. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** A request as it is sent over the network. `target` is the path and query exactly as sent. */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

/** A response as it is received. If the body was too long, `truncatedAt` is the number of bytes that were read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly truncatedAt?: number;
}

/**
 * Returns all values of a header, in the order in which they were sent. Upper and lower case of the name make no
 * difference.
 */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const values: string[] = [];
  for (const [other, value] of headers) if (isSameHeader(other, name)) values.push(value);
  return values;
}

/** Returns the first value of a header, or undefined if the header is absent. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (const [other, value] of headers) if (isSameHeader(other, name)) return value;
  return undefined;
}

/** Compares two header names and ignores their case. */
export function isSameHeader(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}
