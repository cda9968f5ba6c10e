import { formatPointer, parsePointer } from '../lib/json-pointer.ts';
import type { Field, Location, Serialization, Style } from '../model/contract.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../model/json.ts';
import { bodyPointer } from '../schema/field-tree.ts';
import { at, type BuildContext, reportAt, resolveProfiles } from './build-context.ts';
import type { FieldFile, NestedFieldFile } from './formats/contract-format.ts';
import type { Path } from './yaml-source.ts';

interface FieldInput {
  readonly key: string;
  readonly file: FieldFile | NestedFieldFile;
  readonly location: Location;
  readonly parent: Field | null;
  readonly path: Path;
}

export function buildField(context: BuildContext, input: FieldInput): Field {
  const { key, file, location, parent, path } = input;
  const profiles =
    file.profiles === undefined && parent !== null ? parent.profiles : resolveProfiles(context, file.profiles, path);
  const shell = {
    name: parent === null ? key : `${parent.name}.${key}`,
    place: { location, name: wireName(input) },
    required: location === 'path' || (file.required ?? false),
    serialization: serialization(file, location),
    booleanStyle: file.boolean ?? 'true-false',
    whole: file.whole ?? false,
    profiles,
    lifecycle: file.lifecycle ?? parent?.lifecycle ?? 'shipped',
    at: at(context, path, 'key'),
    ...(file.default !== undefined && { default: file.default }),
    ...(file.client_default !== undefined && { clientDefault: file.client_default }),
    ...(file.since !== undefined && { since: file.since }),
    ...(file.note !== undefined && { note: file.note }),
  } as const;
  checkField(context, input);
  const self: Field = { ...shell, schema: true, fields: [] };
  const fields = Object.entries(file.fields ?? {}).map(([name, nested]) =>
    buildField(context, { key: name, file: nested, location, parent: self, path: [...path, 'fields', name] }),
  );
  const own = context.resolveSchema(file.schema ?? (fields.length > 0 ? {} : true), [...path, 'schema']);
  return { ...shell, fields, schema: fields.length > 0 ? objectSchema(own, fields) : own };
}

/** Uses OpenAPI's default styles. */
function serialization({ style, explode, array }: FieldFile | NestedFieldFile, location: Location): Serialization {
  const isPairs = location === 'query' || location === 'cookie' || location === 'body';
  const usual = isPairs ? 'form' : 'simple';
  if (array === 'brackets' || array === 'indexed' || array === 'json') return { style: array, explode: true };
  const chosen = style ?? usual;
  return { style: chosen, explode: explode ?? (array !== 'comma' && (chosen === 'form' || chosen === 'deepObject')) };
}

function wireName({ key, file, location, parent }: FieldInput): string {
  const own = file.name ?? key;
  if (parent === null || location !== 'body') return own;
  const base = parent.place.name.startsWith('/') ? parent.place.name : formatPointer([parent.place.name]);
  return base + (own.startsWith('/') ? own : formatPointer([own]));
}

function objectSchema(own: JsonSchema, fields: readonly Field[]): JsonSchema {
  const base = isJsonObject(own) ? own : {};
  const properties: Record<string, JsonSchema> = {};
  for (const field of fields) properties[lastName(field)] = withProfiles(field);
  const required = fields.filter((field) => field.required).map(lastName);
  return { type: 'object', ...base, properties, ...(required.length > 0 && { required }) } as JsonObject; // safe cast: the object contains only JSON values
}

function withProfiles(field: Field): JsonSchema {
  return isJsonObject(field.schema) ? { ...field.schema, profiles: field.profiles } : field.schema;
}

function lastName(field: Field): string {
  return parsePointer(bodyPointer(field)).at(-1) ?? '';
}

function checkField(context: BuildContext, { file, location, path }: FieldInput): void {
  if (file.schema === undefined && file.fields === undefined)
    reportAt(context, {
      path,
      part: 'key',
      code: 'value-invalid',
      message: 'must have a schema or fields',
      hint: 'add schema: { type: string }',
    });
  if (file.fields !== undefined && location !== 'body')
    reportAt(context, {
      path: [...path, 'fields'],
      part: 'key',
      code: 'value-invalid',
      message: `only a field with "in: body" can have nested fields; this field has "in: ${location}"`,
    });
  if (file.whole && location !== 'body')
    reportAt(context, {
      path: [...path, 'whole'],
      part: 'key',
      code: 'value-invalid',
      message: `only a field with "in: body" can be the whole body; this field has "in: ${location}"`,
    });
  if (file.client_default === false && (file.required || location === 'path'))
    reportAt(context, {
      path: [...path, 'client_default'],
      part: 'key',
      code: 'value-invalid',
      message: 'only an optional field can be left out; this field is required',
      hint: 'remove client_default',
    });
  checkStyle(context, { file, location, path });
  if (location === 'path' && file.required === false)
    reportAt(context, {
      path: [...path, 'required'],
      code: 'value-invalid',
      message: 'must not be false, because a path parameter is always required',
      hint: 'remove required: false',
    });
}

const STYLES_AT: { readonly [location in Location]: readonly Style[] } = {
  path: ['simple', 'label', 'matrix', 'json'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject', 'brackets', 'indexed', 'json'],
  header: ['simple', 'json'],
  cookie: ['form', 'json'],
  body: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject', 'brackets', 'indexed', 'json'],
};

function checkStyle(context: BuildContext, { file, location, path }: Omit<FieldInput, 'key' | 'parent'>): void {
  const { style, array } = file;
  if (style !== undefined && !STYLES_AT[location].includes(style))
    reportAt(context, {
      path: [...path, 'style'],
      code: 'value-invalid',
      message: `must be a style for a ${location} field: ${STYLES_AT[location].join(', ')}; was ${style}`,
    });
  if (array !== undefined && (style !== undefined || file.explode !== undefined))
    reportAt(context, {
      path: [...path, 'array'],
      part: 'key',
      code: 'value-invalid',
      message: 'must not be combined with "style" or "explode": the key "array" replaces both',
      hint: 'remove the key "array"',
    });
}
