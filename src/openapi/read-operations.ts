import { writeJson } from '../lib/json-text.ts';
import { fullMediaType, mediaType } from '../lib/media-type.ts';
import { LIFECYCLES, type Lifecycle } from '../model/contract.ts';
import { METHODS, type Method } from '../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ApiOperation, ApiResponse } from './api-document.ts';
import { follow, type Spot } from './follow-ref.ts';
import type { Bundle } from './load-bundle.ts';
import { isOpaque, readBody } from './read-body.ts';
import type { RawOperation, ReadContext } from './read-context.ts';
import { readLinks } from './read-links.ts';
import { readParameters, withoutOpenQuery } from './read-parameters.ts';
import { firstServer } from './read-servers.ts';

export function readOperations(context: ReadContext): readonly ApiOperation[] {
  const { bundle, root } = context;
  const paths = isJsonObject(root.paths) ? root.paths : {};
  return Object.entries(paths).flatMap(([key, value]) =>
    key.startsWith('/') ? readItem(context, { value, base: bundle.root }, (raw) => ({ ...raw, key })) : [],
  );
}

export function readWebhooks(context: ReadContext): readonly ApiOperation[] {
  const { webhooks } = context.root;
  return readOutgoing(context, { value: isJsonObject(webhooks) ? webhooks : {}, base: context.bundle.root }, '');
}

/** A callback may contain itself, so callbacks inside callbacks are not read. */
function readCallbacks(
  context: ReadContext,
  { operation, base, lost, isOutgoing }: RawOperation,
): readonly ApiOperation[] {
  const { callbacks } = operation;
  if (callbacks === undefined) return [];
  if (!context.inFull) lost.add('callbacks: requests that the server sends are not checked');
  else if (isOutgoing) lost.add(`callbacks inside a callback or webhook: ${writeJson(callbacks)}`);
  if (!context.inFull || isOutgoing || !isJsonObject(callbacks)) return [];
  return Object.entries(callbacks).flatMap(([name, value]) => {
    const items = follow(context.bundle, { value, base });
    return items === null ? [] : readOutgoing(context, items, `${name} `);
  });
}

/** The default security of the document does not apply to requests from the server. */
function readOutgoing(context: ReadContext, items: Items, prefix: string): readonly ApiOperation[] {
  return Object.entries(items.value).flatMap(([name, value]) =>
    readItem(context, { value, base: items.base }, (raw) => ({
      ...{ ...raw, key: '', isOutgoing: true, operation: { security: [], ...raw.operation } },
    })).map((operation) => ({ ...operation, key: prefix + name, path: prefix + name })),
  );
}

interface Items {
  readonly value: JsonObject;
  readonly base: string;
}

type Unplaced = Omit<RawOperation, 'key'>;

function readItem(context: ReadContext, spot: Spot, place: (raw: Unplaced) => RawOperation): readonly ApiOperation[] {
  const item = followItem(context.bundle, spot);
  return Object.entries(item?.value ?? {}).flatMap(([name, stated]) => {
    const method = methodOf(name);
    const found = method === null || item === null ? null : follow(context.bundle, { value: stated, base: item.base });
    if (found === null || method === null || item === null) return [];
    return [readOperation(context, place({ method, item, operation: found.value, base: found.base, lost: new Set() }))];
  });
}

/** If a path item is a reference, the members beside `$ref` also apply. */
function followItem(bundle: Bundle, spot: Spot): { readonly value: JsonObject; readonly base: string } | null {
  const item = follow(bundle, spot);
  if (item === null || !isJsonObject(spot.value) || spot.value.$ref === undefined) return item;
  const { $ref: _, ...beside } = spot.value;
  return Object.keys(beside).length === 0 ? item : { value: { ...item.value, ...beside }, base: item.base };
}

function methodOf(name: string): Method | null {
  const upper = name.toUpperCase();
  return name === upper.toLowerCase() ? (METHODS.find((method) => method === upper) ?? null) : null;
}

function readOperation(context: ReadContext, raw: RawOperation): ApiOperation {
  const { key, method, operation } = raw;
  const { auth, optional, security } = context.auth.kinds(operation.security ?? context.root.security);
  for (const kind of auth) for (const lost of context.auth.lost[kind] ?? []) raw.lost.add(lost);
  const tags: Json | undefined = operation.tags;
  const [tag] = Array.isArray(tags) ? tags : [];
  const parameters = readParameters(context, raw);
  const path = pathOf(context, raw);
  const body = readBody(context, raw);
  const responses = readResponses(context, raw);
  const outgoing = readCallbacks(context, raw);
  return {
    method,
    path,
    key,
    operationId: text(operation.operationId),
    tag: text(tag),
    summary: summaryOf(operation) ?? `${method} ${key}`,
    lifecycle: lifecycleOf(operation),
    auth,
    authOptional: optional || auth.length === 0,
    security,
    parameters,
    body,
    responses,
    links: readLinks(context, raw),
    ...(waits(raw, responses) && { waits: true }),
    partial: [...raw.lost],
    outgoing,
  };
}

/** A server of the operation has precedence over a server of the path item or the document. */
function pathOf({ root }: ReadContext, { key, item, operation, lost }: RawOperation): string {
  const common = firstServer(root.servers);
  const server = firstServer(operation.servers) ?? firstServer(item.value.servers) ?? common;
  if (server !== undefined && server.origin !== (common?.origin ?? '') && server.origin !== '')
    lost.add(`the server ${server.origin} is ignored: every operation is called on the target`);
  return `${server?.path ?? ''}${withoutOpenQuery(key)}`.replaceAll(/\s+/g, '%20');
}

/** Guesses from media type, path and response text whether an operation waits for events. */
function waits({ key, operation }: RawOperation, responses: readonly ApiResponse[]): boolean {
  const isStream = responses.some(({ status, mediaType }) => status < 300 && STREAM_MEDIA.test(mediaType ?? ''));
  const last = key.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
  return isStream || WAITING.test(last) || STREAM_TEXT.test(writeJson(operation.responses ?? null));
}

const STREAM_MEDIA = /event-stream|ndjson|jsonl|json-?lines|json-seq|stream\+json|raw-stream|x-mixed-replace/;
const STREAM_TEXT = /\(streaming responses\)|"#\/x-stream-definitions\//;
const WAITING = /^(?:watch|wait|poll|long-?_?poll|subscribe|listen|stream|tail|follow)$/i;

/** Returns the first sentence of the summary, or else of the description. */
function summaryOf({ summary, description }: JsonObject): string | null {
  const said = text(summary) ?? text(description);
  const [first = ''] = (said ?? '').trim().split(/\n\s*\n|(?<=[.!?])\s/);
  const line = first.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? null : line;
}

function lifecycleOf(operation: JsonObject): Lifecycle {
  const stated = LIFECYCLES.find((each) => each === operation['x-lifecycle']);
  return stated ?? (operation.deprecated === true ? 'deprecated' : 'shipped');
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function readResponses(context: ReadContext, raw: RawOperation): readonly ApiResponse[] {
  const { responses } = raw.operation;
  if (!isJsonObject(responses)) return [];
  const named = Object.keys(responses);
  return named
    .flatMap((stated) => {
      const key = stated.toLowerCase() === 'default' ? 'default' : stated.toUpperCase();
      const status = statusOf(key, named);
      if (status === null) {
        if (!stated.startsWith('x-')) raw.lost.add(`the response "${stated}", whose key is not a status`);
        return [];
      }
      const response = follow(context.bundle, { value: responses[stated], base: raw.base });
      return response === null ? [] : readResponse(context, raw, { status, key, ...response });
    })
    .sort((a, b) => a.status - b.status || (a.key < b.key ? -1 : 1));
}

function statusOf(key: string, all: readonly string[]): number | null {
  if (/^[1-5]\d\d$/.test(key)) return Number(key);
  if (/^[1-5]XX$/.test(key)) return Number(key[0]) * 100;
  if (key !== 'default') return null;
  return all.some((each) => /^[23]/.test(each)) ? 400 : 200;
}

interface Response {
  readonly status: number;
  readonly key: string;
  readonly value: JsonObject;
  readonly base: string;
}

function readResponse(context: ReadContext, raw: RawOperation, response: Response): readonly ApiResponse[] {
  const { status, key, value, base } = response;
  const shared = {
    status,
    key,
    headers: readHeaders(context, raw, response),
    errors: errorCodes(value['x-error-codes']),
  };
  const content = isJsonObject(value.content) ? Object.entries(value.content) : [];
  if (content.length === 0) return [{ ...shared, mediaType: null, schema: undefined }];
  return content.map(([stated, media]) => {
    const type = mediaType(stated);
    const schema = isJsonObject(media) ? media.schema : undefined;
    const opaque = schema !== undefined && isOpaque(type) && !context.inFull;
    if (opaque) raw.lost.add(`responses of type ${type}: the content is not examined`);
    return {
      ...shared,
      mediaType: context.inFull ? fullMediaType(stated) : type,
      schema: schema === undefined || opaque ? undefined : context.schemas.read({ value: schema, base }),
    };
  });
}

function readHeaders(context: ReadContext, { lost }: RawOperation, { value, base }: Response): ApiResponse['headers'] {
  return Object.entries(isJsonObject(value.headers) ? value.headers : {}).flatMap(([name, header]) => {
    const found = follow(context.bundle, { value: header, base });
    if (found === null) return [];
    const { required, schema, content, explode } = found.value;
    const [media] = isJsonObject(content) ? Object.values(content) : [];
    const stated = schema ?? (isJsonObject(media) ? media.schema : undefined) ?? true;
    if (explode === true && context.inFull) lost.add(`the value of \`explode\` for the response header ${name}`);
    // OpenAPI ignores a response header with the name `Content-Type`, because `content` states the type.
    if (name.toLowerCase() === 'content-type') return [];
    return [
      {
        name,
        required: required === true,
        schema: context.schemas.read({ value: stated, base: found.base }),
      },
    ];
  });
}

function errorCodes(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each: Json) => typeof each === 'string' || typeof each === 'number').map(String);
}
