import { diffDocuments } from '../../../src/openapi/diff/diff-documents.ts';
import type { DiffOptions } from '../../../src/openapi/diff/group-changes.ts';
import { openapi, readFiles } from '../documents.ts';

/** Returns the rule of each change. An exclamation mark follows the rule of a breaking change. */
export async function rulesOf(before: object, after: object, options?: DiffOptions): Promise<readonly string[]> {
  const { changes } = await diff(before, after, options);
  return changes.map(({ rule, breaking }) => `${rule}${breaking ? '!' : ''}`).sort();
}

export async function diff(before: object, after: object, options?: DiffOptions) {
  const [old, now] = await Promise.all([
    readFiles({ 'old.json': before }, { inFull: true }),
    readFiles({ 'new.json': after }, { inFull: true }),
  ]);
  return diffDocuments(old, now, options);
}

export const OBJECT = { type: 'object', properties: { id: { type: 'string' } } };

export function operation(stated: object, more: object = {}): object {
  return openapi({ '/things': { post: { responses: returning(OBJECT), ...stated } } }, more);
}

export function returning(schema: object, status = '200'): object {
  return { [status]: { description: 'ok', content: { 'application/json': { schema } } } };
}

/** The body of the request has one member, `p`. The argument `schema` describes this member. */
export function taking(schema: object, more: object = {}): object {
  return operation({ requestBody: { content: { 'application/json': { schema: inside(schema) } } } }, more);
}

/** The body of the response has one member, `p`. The argument `schema` describes this member. */
export function giving(schema: object, more: object = {}): object {
  return operation({ responses: returning(inside(schema)) }, more);
}

function inside(schema: object): object {
  return { type: 'object', properties: { p: schema } };
}
