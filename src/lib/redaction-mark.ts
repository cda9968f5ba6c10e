import { shortHash } from './stable-hash.ts';

/** What stands in place of a secret: equal secrets of a run give equal marks. */
export const REDACTED = /\[redacted:[0-9a-f]{8}\]/;

/** Whether a value is text from which a secret was taken, so that its length, pattern and content are not known. */
export function isRedacted(value: unknown): boolean {
  return typeof value === 'string' && REDACTED.test(value);
}

export function redactionMark(secret: string, salt: string): string {
  return `[redacted:${shortHash([salt, secret], 8)}]`;
}
