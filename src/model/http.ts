/** Header lines in wire order, with duplicates and original case. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** A request as it is on the wire. `target` is the unnormalised origin-form: path and query. */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

/** A response as it is on the wire. `truncatedAt` is set, in bytes, if the body was longer than we read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly truncatedAt?: number;
}

/** Returns every value of a header by case-insensitive name, in wire order. */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const values: string[] = [];
  for (const [other, value] of headers) if (isSameHeader(other, name)) values.push(value);
  return values;
}

/** Returns the first value of a header, or undefined. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (const [other, value] of headers) if (isSameHeader(other, name)) return value;
  return undefined;
}

/** Compares header names case-insensitively. */
export function isSameHeader(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}
