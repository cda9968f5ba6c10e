import { createReadStream } from 'node:fs';

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Bytes from the file's start, and of the line without its end. */
  readonly offset: number;
  readonly length: number;
  /** A line end follows; false only for a last line that was not completed. */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;

/** The lines of a file as a stream of pieces, empty lines left out. Throws what reading the file throws. */
export async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  let pieces: Buffer[] = [];
  let number = 1;
  let offset = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
    const lines: Line[] = [];
    let rest: Buffer = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      const bytes = whole(pieces, rest.subarray(0, end));
      pieces = [];
      rest = rest.subarray(end + 1);
      if (bytes.length > 0) lines.push({ ...lineOf(bytes), number, offset, ended: true });
      number += 1;
      offset += bytes.length + 1;
    }
    if (rest.length > 0) pieces.push(rest);
    if (lines.length > 0) yield lines;
  }
  const last = whole(pieces, Buffer.alloc(0));
  if (last.length > 0) yield [{ ...lineOf(last), number, offset, ended: false }];
}

function whole(pieces: readonly Buffer[], last: Buffer): Buffer {
  return pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
}

function lineOf(bytes: Buffer): { readonly text: string; readonly length: number } {
  return { text: bytes.toString('utf8'), length: bytes.length };
}
