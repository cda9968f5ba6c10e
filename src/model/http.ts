/** Header lines in wire order, with duplicates and original case. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** A request as it is sent over the wire. `target` is the path and query exactly as sent. */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

/** A response as it is received. `truncatedAt` is set if the body was too long: the number of bytes that were read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly truncatedAt?: number;
}

/** Returns all values of a header in the order in which they were sent. The case of the name is ignored. */
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
