import type { Lifecycle } from '../model/contract.ts';
import { LIFECYCLES } from '../model/contract.ts';
import { METHODS, type Method } from '../model/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ApiOperation } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { Bundle } from './load-bundle.ts';
import type { AuthReader } from './read-auth.ts';
import { readBody } from './read-body.ts';
import { readParameters } from './read-parameters.ts';
import { readResponses } from './read-responses.ts';
import type { SchemaReader } from './read-schema.ts';

export interface ReadContext {
  readonly bundle: Bundle;
  readonly root: JsonObject;
  readonly swagger: boolean;
  readonly schemas: SchemaReader;
  readonly auth: AuthReader;
  readonly remarks: string[];
  readonly basePath: string;
}

/** Every operation below `paths`. */
export function readOperations(context: ReadContext): readonly ApiOperation[] {
  const { bundle, root } = context;
  const paths = isJsonObject(root.paths) ? root.paths : {};
  return Object.entries(paths).flatMap(([key, value]) => {
    if (!key.startsWith('/')) return [];
    const item = follow(bundle, { value, base: bundle.root });
    if (item === null) return [];
    return Object.entries(item.value).flatMap(([name, operation]) => {
      const method = methodOf(name);
      if (!isJsonObject(operation) || method === null) {
        if (name === 'trace') context.remarks.push(`TRACE ${key}: left out, as no contract can ask for it`);
        return [];
      }
      return [readOperation(context, { key, method, item: item.value, operation, base: item.base })];
    });
  });
}

function methodOf(name: string): Method | null {
  const upper = name.toUpperCase();
  return name === upper.toLowerCase() ? (METHODS.find((method) => method === upper) ?? null) : null;
}

/** An operation as it stands in its document. */
export interface RawOperation {
  readonly key: string;
  readonly method: Method;
  readonly item: JsonObject;
  readonly operation: JsonObject;
  readonly base: string;
}

function readOperation(context: ReadContext, raw: RawOperation): ApiOperation {
  const { key, method, operation } = raw;
  const { parameters, body } = readParameters(context, raw);
  const { auth, optional } = context.auth.kinds(operation.security ?? context.root.security);
  const tags: Json | undefined = operation.tags;
  const [tag] = Array.isArray(tags) ? tags : [];
  return {
    method,
    path: pathOf(context, key),
    key,
    operationId: text(operation.operationId),
    tag: text(tag),
    summary: summaryOf(operation) ?? `${method} ${key}`,
    lifecycle: lifecycleOf(operation),
    auth,
    authOptional: optional || auth.length === 0,
    parameters,
    body: body ?? readBody(context, raw),
    responses: readResponses(context, raw),
  };
}

function pathOf({ basePath }: ReadContext, key: string): string {
  return `${basePath}${key}`.replaceAll(/\s+/g, '%20');
}

/** One sentence. */
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
