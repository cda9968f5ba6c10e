import { byKey, compareText } from '../lib/compare-text.ts';
import { addTo } from '../lib/group-by.ts';
import { type AuthScheme, LOCATIONS } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { type ApiDocument, type ApiOperation, SCHEMA_FOLDER } from './api-document.ts';
import { contractSchema } from './contract-schema.ts';
import { contractValue } from './contract-value.ts';
import { yamlText } from './yaml-text.ts';

export interface NewContractFile {
  readonly path: string;
  readonly text: string;
}

interface FileValue {
  readonly path: string;
  readonly value: JsonObject;
}

/** Creates api.yaml, one file per operation and one file per shared schema, sorted by path. */
export function fileValues(document: ApiDocument, ids: ReadonlyMap<ApiOperation, string>): readonly FileValue[] {
  const given = linksByTarget(ids);
  const operations = [...ids].map(([operation, id]) => ({
    id,
    value: withLinks(contractValue(operation, document), given.get(operation.operationId ?? '') ?? []),
  }));
  const schemas = [...document.schemas].map(([id, schema]): FileValue => {
    const value = contractSchema(schema, '');
    return { path: `schemas/${id.slice(SCHEMA_FOLDER.length)}`, value: isJsonObject(value) ? value : {} };
  });
  const files = [
    { path: 'api.yaml', value: apiValue(document, operations) },
    ...operations.map(({ id, value }) => ({ path: `${id.replace('.', '/')}.yaml`, value })),
    ...schemas,
  ];
  return files.sort((a, b) => compareText(a.path, b.path));
}

interface GivenLink {
  readonly parameter: string;
  readonly from: string;
  readonly value: string;
}

function linksByTarget(ids: ReadonlyMap<ApiOperation, string>): ReadonlyMap<string, readonly GivenLink[]> {
  const found = new Map<string, GivenLink[]>();
  for (const [{ links }, from] of ids)
    for (const { operationId, parameter, value } of links) addTo(found, operationId, { parameter, from, value });
  return found;
}

/** A contract states a link at the field that takes the value, and not at the response. */
function withLinks(contract: JsonObject, given: readonly GivenLink[]): JsonObject {
  const links = Object.entries(isJsonObject(contract.fields) ? contract.fields : {}).flatMap(
    ([name, field]): readonly (readonly [string, Json])[] => {
      if (!isJsonObject(field) || field.in === 'body') return [];
      const own = given.filter(({ parameter }) => parameter === (field.name ?? name));
      const values = own.map(({ from, value }) => ({ from, value }));
      return values.length === 0 ? [] : [[name, values.length === 1 ? (values[0] ?? null) : values]];
    },
  );
  return links.length === 0 ? contract : { ...contract, links: Object.fromEntries(links) };
}

export function renderFile({ path, value }: FileValue): NewContractFile {
  return { path, text: yamlText(editorSchema(path), value) };
}

function editorSchema(path: string): string {
  if (path === 'api.yaml') return '../schema/api.json';
  return path.startsWith('schemas/') ? 'https://json-schema.org/draft/2020-12/schema' : '../../schema/contract.json';
}

interface Operation {
  readonly id: string;
  readonly value: JsonObject;
}

function apiValue({ title, auth }: ApiDocument, operations: readonly Operation[]): JsonObject {
  const kinds = Object.entries(auth).map(([name, scheme]): [string, JsonObject] => [name, authValue(scheme)]);
  const acknowledged = acknowledgements(operations);
  return {
    name: title,
    profiles: ['default'],
    ...(kinds.length > 0 && { auth: Object.fromEntries(kinds) }),
    ...(acknowledged.length > 0 && { acknowledged }),
  };
}

export function authValue({ headers, query, cookies }: AuthScheme): JsonObject {
  const parts = { headers, query, cookies };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0));
}

/** api.yaml must accept field names with several locations, such as `id` in a path and in a body. */
export function acknowledgements(operations: readonly Operation[]): readonly JsonObject[] {
  const users = new Map<string, Map<string, string[]>>();
  for (const { id, value } of operations)
    for (const [name, field] of Object.entries(isJsonObject(value.fields) ? value.fields : {})) {
      const places = users.get(name) ?? new Map<string, string[]>();
      const location = isJsonObject(field) ? String(field.in) : '';
      addTo(places, location, id);
      users.set(name, places);
    }
  return [...users]
    .filter(([, places]) => places.size > 1)
    .sort(byKey)
    .map(([field, places]) => {
      const listed = LOCATIONS.flatMap((location): [string, Json][] => {
        const ids = places.get(location);
        return ids === undefined ? [] : [[location, ids.toSorted()]];
      });
      return { field, places: Object.fromEntries(listed), note: 'The OpenAPI document declares these places.' };
    });
}
