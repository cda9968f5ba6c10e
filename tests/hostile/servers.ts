import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { answerText, type Behavior } from './raw-server.ts';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
const JSON_TYPE = 'Content-Type: application/json';

/** What the server does with a request whose path contains `hostile`. */
export const BEHAVIORS = {
  silent: { answer: () => {} },
  slow: { answer: writeSlowly },
  hundredMegabytes: { answer: (socket) => writeMuch(socket, { megabytes: 100, chunked: false }) },
  endless: { answer: (socket) => writeMuch(socket, { megabytes: Number.POSITIVE_INFINITY, chunked: true }) },
  hugeHeader: { answer: says(answerText('{}', `X-Big: ${'x'.repeat(1024 * 1024)}`)) },
  manyHeaders: { answer: says(answerText('{}', numbered(10_000, (number) => `X-${number}: ${number}`).join('\r\n'))) },
  invalidJson: { answer: says(answerText('{"id":"t1",')) },
  invalidUtf8: { answer: says(answerText(Buffer.from([0x22, 0xff, 0xfe, 0x22]))) },
  wrongContentType: { answer: says(answerText('<p>hello</p>', 'Content-Type: text/html')) },
  lengthTooLong: {
    answer: ends(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: 500\r\n\r\n{"id":"t1","name":"x"}`),
  },
  lengthTooShort: {
    answer: says(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: 10\r\n\r\n{"id":"t1","name":"x"}`),
  },
  lengthTwice: {
    answer: says(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 22\r\n\r\n{"id":"t1","name":"x"}`),
  },
  lengthUnkept: { answer: says(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: ${5 * 1024 ** 3}\r\n\r\n`) },
  closedAtOnce: { answer: (socket) => socket.end() },
  resetInHeader: { answer: resets('HTTP/1.1 200 OK\r\nContent-Ty') },
  resetInBody: { answer: resets(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nContent-Length: 22\r\n\r\n{"id":`) },
  redirectLoop: { answer: says(answerText('', 'Location: /things/hostile', '302 Found')) },
  gzipBomb: { answer: (socket) => void socket.write(bomb()) },
  brokenGzip: {
    answer: says(answerText(gzipSync('{"id":"t1","name":"x"}').subarray(0, 15), 'Content-Encoding: gzip')),
  },
  bodyWith204: { answer: says(answerText('hello', 'X-A: b', '204 No Content')) },
  unsolicited304: { answer: says('HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n') },
  manyFields: {
    answer: says(answerText(`{"id":"t1","name":"x",${numbered(10_000, (number) => `"f${number}":${number}`).join()}}`)),
  },
  deepList: { answer: says(answerText(`{"id":"t1","name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)) },
  deepObject: {
    answer: says(
      answerText(`{"id":"t1","name":"x","in":${'{"in":'.repeat(10_000)}"s3cret-value"${'}'.repeat(10_000)}}`),
    ),
  },
  prototypeKeys: {
    answer: says(
      answerText(
        '{"id":"t1","name":"x","__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"toString":1}',
      ),
    ),
  },
  oldProtocol: { answer: ends(`HTTP/1.0 200 OK\r\n${JSON_TYPE}\r\n\r\n{"id":"t1","name":"x"}`) },
  earlyHints: { answer: says(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${answerText('{"id":"t1","name":"x"}')}`) },
  unaskedContinue: { answer: says(`HTTP/1.1 100 Continue\r\n\r\n${answerText('{"id":"t1","name":"x"}')}`) },
  headerWithSpace: { answer: says(answerText('{}', 'X Bad: 1')) },
  headerWithNul: { answer: says(answerText('{}', 'X-Bad: a\0b')) },
  notHttp: { answer: says('SSH-2.0-OpenSSH_9.6\r\n') },
  status999: { answer: says(answerText('{}', JSON_TYPE, '999 Odd')) },
  status099: { answer: says(answerText('{}', JSON_TYPE, '099 Odd')) },
  terminalText: {
    answer: says(answerText('\x1b[2J\x1b]0;owned\x07\r\n::error::owned\n##[error]owned\u202e', JSON_TYPE)),
  },
  terminalName: {
    answer: says(
      answerText(
        JSON.stringify({
          id: '\x1b[2Jt1',
          name: 5,
          '\x1b[31m\n::error::owned': '\n::error::owned',
          '##[error]owned': 1,
        }),
      ),
    ),
  },
  terminalHeader: { answer: says(answerText('{}', 'X-Odd: \x1b[2J')) },
  badChunk: { answer: says(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`) },
  unaskedUpgrade: { answer: says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n') },
  endlessHints: { answer: writeHints },
  lostInCleanUp: {
    answer: (socket, { method }) => {
      if (method === 'POST') socket.write(answerText('{"id":"hostile","name":"x"}', JSON_TYPE, '201 Created'));
    },
  },
  early: {
    onHead: says(answerText('{"id":"t1","name":"x"}', JSON_TYPE, '201 Created')),
  },
} as const satisfies { readonly [name: string]: Behavior };

export type BehaviorName = keyof typeof BEHAVIORS;

export function redirectsTo(url: string): Behavior {
  return { answer: says(answerText('', `Location: ${url}/things/stolen`, '307 Temporary Redirect')) };
}

/** Closes the connection after each response, but does not send the header `Connection: close`. */
export const CLOSES_SILENTLY: Behavior = { afterEach: (socket) => void setTimeout(() => socket.end(), 5) };

function says(bytes: string | Buffer): (socket: Socket) => void {
  return (socket) => void socket.write(bytes);
}

function ends(bytes: string): (socket: Socket) => void {
  return (socket) => void socket.end(bytes);
}

function resets(bytes: string): (socket: Socket) => void {
  return (socket) => void socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 20));
}

/** Returns a response whose body is 64 gzip streams in a row. The body has a megabyte and expands to a gigabyte of zeros. */
function bomb(): Buffer {
  const part = gzipSync(Buffer.alloc(16 * MEGABYTE.length));
  return answerText(Buffer.concat(Array(64).fill(part)), `${JSON_TYPE}\r\nContent-Encoding: gzip`);
}

function numbered(count: number, text: (number: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => text(index + 1));
}

/** Sends one byte per second. If each byte restarted the timeout, the timeout would never expire. */
function writeSlowly(socket: Socket): void {
  const text = answerText('{"id":"t1","name":"x"}').toString('latin1');
  let at = 0;
  const next = () => socket.write(text.charAt(at++));
  next();
  const timer = setInterval(next, 1000);
  socket.on('close', () => clearInterval(timer));
}

/** Sends interim responses (1xx) without end. */
function writeHints(socket: Socket): void {
  const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 2);
  socket.on('close', () => clearInterval(timer));
}

interface Amount {
  readonly megabytes: number;
  readonly chunked: boolean;
}

/** Sends data as fast as the client reads it. */
function writeMuch(socket: Socket, { megabytes, chunked }: Amount): void {
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${megabytes * MEGABYTE.length}`;
  socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n${length}\r\n\r\n`);
  let left = megabytes;
  const pour = () => {
    for (let room = true; room && left > 0 && !socket.destroyed; left--) {
      if (chunked) socket.write(`${MEGABYTE.length.toString(16)}\r\n`);
      room = socket.write(MEGABYTE);
      if (chunked) room = socket.write('\r\n');
    }
  };
  socket.on('drain', pour);
  pour();
}
