import { createHash } from 'node:crypto';
import { writeJson } from './json-text.ts';

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Returns a hash with `length` hexadecimal digits. `ab, c` and `a, bc` have different hashes. */
export function shortHash(parts: readonly string[], length = 12): string {
  return sha256(writeJson(parts)).slice(0, length);
}

/** Maps a text to a number from 0 to `buckets - 1`, for example a scenario to a shard. Equal texts get equal numbers. */
export function bucketOf(text: string, buckets: number): number {
  return Number.parseInt(sha256(text).slice(0, 12), 16) % buckets;
}
