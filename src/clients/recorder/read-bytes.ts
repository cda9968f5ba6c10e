import type { Readable } from 'node:stream';

/** A body is cut after this number of bytes. */
export const MOST_BYTES = 16 * 1024 * 1024;

interface ReadBytes {
  readonly bytes: Uint8Array;
  /** False if the body was longer than the limit. */
  readonly whole: boolean;
}

/** Reads a stream up to the limit, and rejects if the connection breaks earlier. */
export function readBytes(stream: Readable, most = MOST_BYTES): Promise<ReadBytes> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) return void chunks.push(chunk);
      stream.removeAllListeners('data').pause();
      resolve({ bytes: Buffer.concat(chunks), whole: false });
    });
    stream.once('end', () => resolve({ bytes: Buffer.concat(chunks), whole: true }));
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('the stream ended too early')));
  });
}
