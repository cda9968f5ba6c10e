import type { Readable } from 'node:stream';

interface LineListener {
  readonly line: (text: string) => void;
  /** Is called for the first line that is too long. No further lines are read. */
  readonly tooLong: (beginning: string) => void;
}

const NEW_LINE = 10;

/** Each line has a maximum length in bytes. A program that never ends its line would otherwise fill the memory. */
export function readBoundedLines(stream: Readable, limit: number, listener: LineListener): void {
  let parts: Buffer[] = [];
  let length = 0;
  const text = () => Buffer.concat(parts).toString('utf8');
  const add = (part: Buffer): boolean => {
    parts.push(part);
    length += part.length;
    if (length <= limit) return true;
    // the rest of the stream is read and dropped, because a program with a full pipe could not end
    stream.off('data', read).resume();
    listener.tooLong(text().slice(0, 1000));
    parts = [];
    return false;
  };
  const read = (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE, from)) {
      if (!add(chunk.subarray(from, end))) return;
      const line = text();
      parts = [];
      length = 0;
      from = end + 1;
      listener.line(line);
    }
    if (from < chunk.length) add(chunk.subarray(from));
  };
  stream.on('data', read);
}
