import { formatPointer, parsePointer, readPointer } from '../../lib/json-pointer.ts';
import { parseJson } from '../../lib/json-text.ts';
import { previewText, previewValue } from '../../lib/preview-value.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { Finding } from '../../model/finding.ts';
import { type HeaderList, headerValues } from '../../model/http.ts';
import type { ClientCall, ClientExchange } from '../../model/trace.ts';

/** The request line, and what the evidence points at. The trace's key never shows. */
export function wireExcerpt({ evidence }: Finding, call: ClientCall, secret: string): readonly string[] {
  const [, position = '0', side = '', part = '', ...rest] = parsePointer(evidence.pointer);
  const exchange = call.exchanges[Number(position)] ?? call.exchanges[0];
  const lines = exchange === undefined ? [outcomeLine(call)] : exchangeLines(exchange, { side, part, rest });
  return lines.map((line) => line.replaceAll(secret, '$API_KEY'));
}

interface Pointed {
  readonly side: string;
  readonly part: string;
  readonly rest: readonly string[];
}

function exchangeLines({ request, response }: ClientExchange, { side, part, rest }: Pointed): readonly string[] {
  const lines = [previewText(`${request.method} ${request.target}`, 200)];
  if (side === 'request') return [...lines, ...partLines(request, part, rest)];
  if (response === null) return lines;
  return [...lines, `→ ${response.status}`, ...partLines(response, part, rest)];
}

interface Message {
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

function partLines({ headers, body }: Message, part: string, rest: readonly string[]): readonly string[] {
  if (part === 'headers') {
    const [name = ''] = rest;
    return headerValues(headers, name).map((value) => previewText(`${name}: ${value}`, 200));
  }
  if (part !== 'body' || body === null || body.byteLength === 0) return [];
  return [memberLine(decodeUtf8(body) ?? '', rest)];
}

/** One member of the body, or as much of all as fits. */
function memberLine(text: string, rest: readonly string[]): string {
  const name = rest.at(-1);
  const value = readPointer(parsed(text), formatPointer(rest));
  if (name === undefined || value === undefined) return previewText(text, 200);
  return `${JSON.stringify(name)}: ${previewValue(value, 160)}`;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function outcomeLine({ outcome }: ClientCall): string {
  return outcome.kind === 'raised' ? previewText(`${outcome.class}: ${outcome.text}`, 200) : outcome.kind;
}
