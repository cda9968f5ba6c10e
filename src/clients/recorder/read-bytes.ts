import type { Readable } from 'node:stream';

/** Maximum number of bytes of a body that are kept. */
export const MOST_BYTES = 16 * 1024 * 1024;

interface ReadBytes {
  readonly bytes: Uint8Array;
  /** False if the body had more bytes, which were not read. */
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
