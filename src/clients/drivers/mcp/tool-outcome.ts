import { jsonOrText } from '../../../lib/json-text.ts';
import type { CallOutcome, DriverValue } from '../../../model/driver.ts';
import { isJsonObject, type Json } from '../../../model/json.ts';
import type { RpcError } from './rpc-connection.ts';

/** The two ways in which a tool's failure reaches its caller. */
export const TOOL_ERROR = 'tool-error';
export const RPC_ERROR = 'rpc-error';

/** The result that a tool's caller gets: its structured content, else its text, parsed if it is JSON. */
export function outcomeOfResult(result: Json): CallOutcome {
  const body = isJsonObject(result) ? result : {};
  const content = Array.isArray(body.content) ? body.content : [];
  const texts = content.flatMap((item) => (isJsonObject(item) && typeof item.text === 'string' ? [item.text] : []));
  const text = texts.join('\n');
  if (body.isError === true) {
    return raised(TOOL_ERROR, text, { content: body.structuredContent ?? jsonOrText(text) });
  }
  if (body.structuredContent !== undefined) return { kind: 'returned', value: body.structuredContent };
  return { kind: 'returned', value: texts.length === 0 ? content : jsonOrText(text) };
}

export function outcomeOfError({ code, message, data }: RpcError): CallOutcome {
  return raised(RPC_ERROR, message, { code, message, ...(data === undefined ? {} : { data }) });
}

function raised(name: string, text: string, attributes: { readonly [name: string]: DriverValue }): CallOutcome {
  return { kind: 'raised', class: name, bases: [], text, attributes, own: true };
}
