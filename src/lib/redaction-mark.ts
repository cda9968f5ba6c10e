import { shortHash } from './stable-hash.ts';

/** The mark in place of a secret; equal secrets of one run have equal marks. */
export const REDACTED = /\[redacted:[0-9a-f]{8}\]/;

export function isRedacted(value: unknown): boolean {
  return typeof value === 'string' && REDACTED.test(value);
}

export function redactionMark(secret: string, salt: string): string {
  return `[redacted:${shortHash([salt, secret], 8)}]`;
}
