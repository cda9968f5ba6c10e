import { shortHash } from './stable-hash.ts';

/** The mark that replaces a secret. Within a run, equal secrets get equal marks. */
export const REDACTED = /\[redacted:[0-9a-f]{8}\]/;

/** Returns true for a text from which a secret was removed. The length, pattern and content of the original text are unknown. */
export function isRedacted(value: unknown): boolean {
  return typeof value === 'string' && REDACTED.test(value);
}

export function redactionMark(secret: string, salt: string): string {
  return `[redacted:${shortHash([salt, secret], 8)}]`;
}
