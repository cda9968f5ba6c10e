import { shortHash } from '../lib/stable-hash.ts';
import type { Pair } from './styles.ts';

/** Returns the parts of a multipart/form-data body as UTF-8 text, or undefined if the body is not multipart. */
export function multipartPairs(body: Uint8Array, boundary: string): readonly Pair[] | undefined {
  const text = Buffer.from(body).toString('latin1');
  if (boundary === '') return undefined;
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`);
  if (pieces.length < 2 || !pieces.at(-1)?.startsWith('--')) return undefined;
  const pairs = pieces.slice(1, -1).map(partPair);
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

interface MultipartBody {
  readonly contentType: string;
  readonly text: string;
}

/** Writes a multipart/form-data body. Equal pairs give exactly equal bytes. */
export function writeMultipart(pairs: readonly Pair[], media: string): MultipartBody {
  const boundary = `parity-${shortHash(pairs.flat(), 16)}`;
  const parts = pairs.map(
    ([name, text]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"\r\n\r\n${text}\r\n`,
  );
  return { contentType: `${media}; boundary=${boundary}`, text: `${parts.join('')}--${boundary}--\r\n` };
}

function partPair(piece: string): Pair | undefined {
  const end = piece.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const disposition = /^content-disposition:(.*)$/im.exec(piece.slice(0, end))?.[1] ?? '';
  const [, quoted, bare] = /;\s*name=(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = quoted ?? bare;
  return name === undefined ? undefined : [unquote(utf8(name)), utf8(piece.slice(end + 4))];
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

function quote(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function unquote(name: string): string {
  return name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}
