import { createReadStream } from 'node:fs';

export interface Line {
  readonly text: string;
  readonly number: number;
  /** Position and length of the line in bytes, without the line end. */
  readonly offset: number;
  readonly length: number;
  /** False if the last line has no line end. */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;

/** With larger reads, entries would outlive the young generation of the garbage collector. */
const CHUNK = 64 * 1024;

export async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  let pieces: Buffer[] = [];
  let number = 1;
  let offset = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) {
    const lines: Line[] = [];
    pieces.push(chunk);
    if (!chunk.includes(NEWLINE)) continue;
    const bytes: Buffer = pieces.length === 1 ? chunk : Buffer.concat(pieces);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      const length = end - from;
      if (length > 0) lines.push({ text: bytes.toString('utf8', from, end), number, offset, length, ended: true });
      number += 1;
      offset += length + 1;
      from = end + 1;
    }
    pieces = from === bytes.length ? [] : [bytes.subarray(from)];
    if (lines.length > 0) yield lines;
  }
  const last = Buffer.concat(pieces);
  const { length } = last;
  if (length > 0) yield [{ text: last.toString('utf8'), number, offset, length, ended: false }];
}
