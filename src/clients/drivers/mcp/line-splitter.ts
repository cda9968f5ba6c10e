const NEWLINE = 10;
const MAX_LINE = 32 * 1024 * 1024;

/** Cuts a stream into lines. A line that is too long is dropped, so that a flood cannot fill the memory. */
export class LineSplitter {
  readonly #receive: (line: string) => void;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(receive: (line: string) => void) {
    this.#receive = receive;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      this.#finish();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size <= MAX_LINE) this.#parts.push(part);
  }

  #finish(): void {
    const line = this.#size <= MAX_LINE ? Buffer.concat(this.#parts).toString('utf8').trim() : '(too long a line)';
    this.#parts = [];
    this.#size = 0;
    if (line !== '') this.#receive(line);
  }
}
