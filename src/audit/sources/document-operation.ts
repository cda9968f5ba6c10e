import { byKey } from '../../lib/compare-text.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import type { Contract, Place } from '../../model/contract.ts';
import type { Json, JsonSchema } from '../../model/json.ts';
import { isSuccess } from '../../model/response-status.ts';
import { splitRoute } from '../../model/route.ts';
import type { Citation, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import type { ApiDocument, ApiOperation } from '../../openapi/api-document.ts';
import { allFields, bodyPointer } from '../../schema/field-tree.ts';
import { schemaMembers } from '../../schema/members.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { readShape } from '../../schema/shape.ts';
import { typeWords } from '../../schema/type-words.ts';

interface OperationContext {
  readonly document: Pick<ApiDocument, 'schemas'>;
  readonly contract: Contract | null;
  readonly file: string;
  readonly line: number;
}

const DEPTH = { fields: 12, answers: 6 };

/** Contracts are read here too, after their conversion to an OpenAPI document. */
export function operationSurface(operation: ApiOperation, context: OperationContext): SurfaceOperation {
  const { contract, file, line } = context;
  const { method, key, path, operationId, lifecycle } = operation;
  const at = { file, line, excerpt: `${method} ${key}` };
  return {
    id: contract?.id ?? `${method} ${path}`,
    request: { method, ...splitRoute(path) },
    names: operationId === null ? [] : [operationId],
    fields: fieldsOf(operation, context).toSorted(byPlace),
    answers: answersOf(operation, context.document.schemas),
    errors: errorsOf(operation),
    lifecycle,
    at,
  };
}

function fieldsOf(operation: ApiOperation, context: OperationContext): readonly SurfaceField[] {
  const { schemas } = context.document;
  const nameOf = fieldNames(operation, context.contract);
  const make = (place: Place, schema: JsonSchema, required: boolean): SurfaceField => ({
    name: nameOf(place),
    place,
    type: typeWords(schema, schemas),
    required,
    ...stated(schema, schemas),
    at: cite(operation, place, context),
  });
  const parameters = operation.parameters.map(({ place, schema, required }) => make(place, schema, required));
  if (operation.body === null) return parameters;
  const { schema, required } = operation.body;
  const members = schemaMembers(schema, { schemas, without: 'readOnly', depth: DEPTH.fields });
  const inside = members.map((each) => make({ location: 'body', name: each.pointer }, each.schema, each.required));
  // A body without named members is one value.
  const isNamed = members.some(({ pointer }) => !pointer.startsWith('/*'));
  return [...parameters, ...(isNamed ? [] : [make({ location: 'body', name: '' }, schema, required)]), ...inside];
}

function stated(schema: JsonSchema, schemas: SchemaRegistry): { default?: Json; enum?: readonly Json[] } {
  const { default: assumed, enum: values } = readShape(schema, schemas).keywords;
  return {
    ...(assumed !== undefined && { default: assumed }),
    ...(Array.isArray(values) && { enum: values.filter((value) => value !== null) }),
  };
}

/** If the contract has a field at the same place in the request, the logical name comes from the contract. */
function fieldNames({ path }: ApiOperation, contract: Contract | null): (place: Place) => string {
  const known = new Map<string, string>();
  for (const field of contract === null ? [] : allFields(contract))
    known.set(
      field.place.location === 'body' ? `body ${bodyPointer(field)}` : placeKey(field.place, contract?.path ?? ''),
      field.name,
    );
  return (place) => {
    if (place.location !== 'body') return known.get(placeKey(place, path)) ?? place.name;
    const tokens = parsePointer(place.name);
    for (let length = tokens.length; length > 0; length--) {
      const start = place.name
        .split('/')
        .slice(0, length + 1)
        .join('/');
      const name = known.get(`body ${start}`);
      if (name !== undefined) return [name, ...tokens.slice(length)].join('.');
    }
    return tokens.length === 0 ? (known.get('body ') ?? 'body') : tokens.join('.');
  };
}

/** A path parameter is identified by its position, because its name is never sent. */
function placeKey({ location, name }: Place, path: string): string {
  if (location === 'header') return `header ${name.toLowerCase()}`;
  if (location !== 'path') return `${location} ${name}`;
  const holes = [...path.matchAll(/\{([^}]*)\}/g)].map(([, hole]) => hole);
  return `path ${holes.length - holes.indexOf(name)}`;
}

function cite({ method, key }: ApiOperation, { location, name }: Place, { file, line }: OperationContext): Citation {
  return { file, line, excerpt: `${method} ${key} ${location} ${name}`.trim() };
}

function answersOf({ responses }: ApiOperation, schemas: SchemaRegistry): readonly string[] | null {
  const successes = responses.filter(({ status }) => isSuccess(status));
  const said = successes.filter(({ mediaType, schema }) => mediaType === null || schema !== undefined);
  if (said.length === 0) return null;
  const pointers = said.flatMap(({ schema }) =>
    schema === undefined
      ? []
      : schemaMembers(schema, { schemas, without: 'writeOnly', depth: DEPTH.answers }).map(({ pointer }) => pointer),
  );
  // Some frameworks write `schema: {}` for every response. This schema says nothing about the members.
  if (pointers.length === 0 && said.some(({ schema }) => schema !== undefined)) return null;
  return [...new Set(pointers)].sort();
}

function errorsOf({ responses }: ApiOperation): SurfaceOperation['errors'] {
  const found = new Map<string, { status: number; code: string | null }>();
  for (const { status, errors } of responses)
    if (status >= 400)
      for (const code of errors.length > 0 ? errors : [null]) found.set(`${status} ${code ?? ''}`, { status, code });
  return [...found].sort(byKey).map(([, error]) => error);
}

function byPlace(a: SurfaceField, b: SurfaceField): number {
  const [left, right] = [a, b].map(({ place, name }) => `${place?.location} ${name} ${place?.name}`);
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
