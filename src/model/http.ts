/** Header lines as sent, in order, with duplicates and in their original case. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** A request as it is sent over the network. */
export interface HttpRequest {
  readonly method: string;
  /** The path with the query. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

/** A response as received. If the body was too long, `truncatedAt` is the number of bytes that were read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly truncatedAt?: number;
}

/** The case of the header name makes no difference. */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const values: string[] = [];
  for (const [other, value] of headers) if (isSameHeader(other, name)) values.push(value);
  return values;
}

/** The case of the header name makes no difference. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (const [other, value] of headers) if (isSameHeader(other, name)) return value;
  return undefined;
}

export function isSameHeader(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}
