import { shortHash } from './stable-hash.ts';

/** The mark that replaces a secret. Within a run, equal secrets get equal marks. */
export const REDACTED = /\[redacted:[0-9a-f]{8}\]/;

/** Returns true for text from which a secret was removed. Its length, pattern and content are unknown. */
export function isRedacted(value: unknown): boolean {
  return typeof value === 'string' && REDACTED.test(value);
}

export function redactionMark(secret: string, salt: string): string {
  return `[redacted:${shortHash([salt, secret], 8)}]`;
}
