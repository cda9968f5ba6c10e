import { createHash } from 'node:crypto';
import { writeJson } from './json-text.ts';

/** SHA-256 in hex of text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A short stable hash of parts, `length` hex digits. The parts cannot run into one another. */
export function shortHash(parts: readonly string[], length = 12): string {
  return sha256(writeJson(parts)).slice(0, length);
}

/** A stable number in [0, buckets) for a text, as used to shard. */
export function bucketOf(text: string, buckets: number): number {
  return Number.parseInt(sha256(text).slice(0, 12), 16) % buckets;
}
