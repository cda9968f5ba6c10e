import type { IncomingHttpHeaders } from 'node:http';

export interface SandboxRequest {
  readonly method: string;
  /** The path and the query, exactly as the client sent them. */
  readonly target: string;
  /** The percent-decoded path. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly isBodyTooLarge: boolean;
  readonly ip: string;
}

export interface SandboxReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: MessageContent;
}

type MessageContent =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'html'; readonly text: string };

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): SandboxReply {
  return { status, headers, content: { kind: 'json', value } };
}

export function ok(value: unknown): SandboxReply {
  return json(200, value);
}

export function created(value: unknown): SandboxReply {
  return json(201, value);
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): SandboxReply {
  return { status, headers, content: { kind: 'empty' } };
}

export function html(status: number, text: string): SandboxReply {
  return { status, headers: {}, content: { kind: 'html', text } };
}

export function withHeaders(reply: SandboxReply, headers: Readonly<Record<string, string>>): SandboxReply {
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

export function headerOf(request: SandboxRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
}
