import type { Readable } from 'node:stream';

const KEPT_LINES = 20;
/** Of the stream's end. Lines that are longer are cut at their beginning. */
const KEPT_BYTES = 16 * 1024;

/** The last lines of a stream, oldest first. A flood costs no more than this. */
export function keepTail(stream: Readable): () => readonly string[] {
  let chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    const end = chunk.subarray(-KEPT_BYTES);
    chunks.push(end);
    length += end.length;
    if (length < 4 * KEPT_BYTES) return;
    chunks = [Buffer.concat(chunks).subarray(-KEPT_BYTES)];
    length = KEPT_BYTES;
  });
  return () => {
    const text = Buffer.concat(chunks).subarray(-KEPT_BYTES).toString('utf8');
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .slice(-KEPT_LINES);
  };
}
