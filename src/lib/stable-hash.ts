import { createHash } from 'node:crypto';
import { writeJson } from './json-text.ts';

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Returns different hashes for `['ab', 'c']` and `['a', 'bc']`. */
export function shortHash(parts: readonly string[], length = 12): string {
  return sha256(writeJson(parts)).slice(0, length);
}

/** Maps a text to a stable number below `buckets`, for example a scenario to a shard. */
export function bucketOf(text: string, buckets: number): number {
  return Number.parseInt(sha256(text).slice(0, 12), 16) % buckets;
}
