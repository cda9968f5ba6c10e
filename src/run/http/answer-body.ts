import { isInteger, isSafeNumber, parse } from 'lossless-json';
import { isTooDeep } from '../../lib/json-depth.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';

export type ParsedBody = { readonly isJson: true; readonly value: Json } | { readonly isJson: false };

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** An answer's body as JSON, whatever its content type says: that is for the judge to look at. */
export function readAnswer(response: HttpResponse): ParsedBody {
  if (response.body.byteLength === 0) return { isJson: false };
  try {
    const text = DECODER.decode(response.body);
    return isTooDeep(text) ? { isJson: false } : { isJson: true, value: JSON.parse(text) };
  } catch {
    return { isJson: false };
  }
}

/** As `readAnswer`, with integers that a number cannot hold as text with all their digits: as they stand in a path. */
export function readExactAnswer(response: HttpResponse): ParsedBody {
  const body = readAnswer(response);
  if (!body.isJson || !/\d{16}/.test(DECODER.decode(response.body))) return body;
  try {
    const value = parse(DECODER.decode(response.body), null, exactNumber);
    return { isJson: true, value: value as Json }; // numbers and texts only
  } catch {
    return body; // a member that is there twice
  }
}

function exactNumber(digits: string): number | string {
  return isInteger(digits) && !isSafeNumber(digits) ? digits : Number(digits);
}

/** An integer that may have lost digits when it was read. */
export function isInexact(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}
