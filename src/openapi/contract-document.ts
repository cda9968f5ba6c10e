import { parsePointer } from '../lib/json-pointer.ts';
import { remember } from '../lib/remember.ts';
import { USUAL_MEDIA } from '../model/content.ts';
import type { AuthScheme, Contract, ContractSet, Field, ResponseSpec } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../model/json.ts';
import { routeText } from '../model/route.ts';
import { bodyPointer, fieldsOfProfile } from '../schema/field-tree.ts';
import { specializeRegistry, specializeSchema } from '../schema/specialize-schema.ts';
import type { ApiBody, ApiCredential, ApiDocument, ApiOperation, ApiParameter, ApiResponse } from './api-document.ts';

export function contractDocument(contracts: ContractSet, profile: string): ApiDocument {
  const schemas = specializeRegistry(contracts.schemas, profile);
  const specialize = remember((schema: JsonObject) => specializeSchema(schema, { profile, schemas }));
  const context = { contracts, profile, specialize };
  const mine = [...contracts.operations.values()].filter((contract) => contract.profiles.includes(profile));
  return {
    title: contracts.api.name,
    version: '',
    source: 'contracts',
    operations: mine.map((contract) => toOperation(contract, context)),
    schemas,
    auth: contracts.api.auth,
    servers: [],
    lines: new Map(),
    remarks: [],
    outgoing: [],
  };
}

interface ContractView {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** Results are cached, because all operations share the common responses. */
  readonly specialize: (schema: JsonObject) => JsonSchema;
}

function toOperation(contract: Contract, view: ContractView): ApiOperation {
  const { method, id, resource, summary, lifecycle, auth } = contract;
  const path = routeText(contract);
  const fields = fieldsOfProfile(contract, view.profile).filter(isShipped);
  return {
    ...{ method, path, key: path, operationId: id, tag: resource, summary, lifecycle, auth },
    authOptional: auth.length === 0 || contract.authOptional === true,
    security: [
      ...auth.map((kind) => credentialsOf(view.contracts.api.auth[kind])),
      ...(contract.authOptional ? [[]] : []),
    ],
    parameters: fields.filter(({ place }) => place.location !== 'body').map((field) => toParameter(field, view)),
    body: toBody(contract, fields, view),
    responses: contract.responses
      .filter(({ profiles }) => profiles.includes(view.profile))
      .filter((response, _, all) => response.byDefault !== true || response.status === defaultStatus(all))
      .map((response) => toResponse(response, view))
      .toSorted((a, b) => a.status - b.status),
    links: [],
    partial: contract.partial ?? [],
    outgoing: [],
  };
}

function credentialsOf(scheme: AuthScheme | undefined): readonly ApiCredential[] {
  if (scheme === undefined) return [];
  const placed = (location: string, values: AuthScheme['query']) =>
    Object.keys(values).map((name) => `API key in ${location} ${name}`);
  const headers = Object.entries(scheme.headers).map(([name, value]) => {
    const [, http] = name.toLowerCase() === 'authorization' ? (/^(\w+) /.exec(value) ?? []) : [];
    return http === undefined ? `API key in header ${name}` : `HTTP ${http.toLowerCase()}`;
  });
  const words = [...headers, ...placed('query', scheme.query), ...placed('cookie', scheme.cookies)];
  return words.map((each) => ({ scheme: each, scopes: [] }));
}

/** Returns the status of the response `default`: 400 if another response is a success, otherwise 200. */
function defaultStatus(all: readonly ResponseSpec[]): number {
  return all.some(({ status, byDefault }) => byDefault !== true && status < 400) ? 400 : 200;
}

function isShipped({ lifecycle }: Field): boolean {
  return lifecycle !== 'proposed' && lifecycle !== 'removed';
}

function toParameter(field: Field, view: ContractView): ApiParameter {
  const { place, required, serialization, note } = field;
  return { place, required, schema: fieldSchema(field, view), serialization, description: note ?? null };
}

function toBody(contract: Contract, fields: readonly Field[], view: ContractView): ApiBody | null {
  const mine = fields.filter(({ place }) => place.location === 'body');
  if (mine.length === 0) return null;
  const { bodyConditions, unknownBodyFields } = contract;
  const named = contractBody(mine, (field) => fieldSchema(field, view));
  const isClosed =
    unknownBodyFields[view.profile] === 'reject' && isJsonObject(named) && !mine.some(({ whole }) => whole);
  const members = isClosed ? { ...named, additionalProperties: false } : named;
  const schema = bodyConditions === undefined ? members : { allOf: [members, specialized(bodyConditions, view)] };
  const [mediaType = 'application/json', ...others] = contract.mediaTypes ?? USUAL_MEDIA[contract.content];
  const required = contract.bodyRequired ?? mine.some((field) => field.required);
  const styled = mine.filter(({ serialization: { style, explode } }) => style !== 'form' || !explode);
  const encoding = Object.fromEntries(styled.map(({ place, serialization }) => [place.name, serialization]));
  const { otherMedia: unexamined } = contract;
  return { mediaType, others, schema, required, encoding, ...(unexamined !== undefined && { unexamined }) };
}

function fieldSchema(field: Field, view: ContractView): JsonSchema {
  const schema = specialized(field.schema, view);
  if (field.default === undefined) return schema;
  return { ...(isJsonObject(schema) ? schema : {}), default: field.default };
}

function toResponse(response: ResponseSpec, view: ContractView): ApiResponse {
  const { status, body, contentType, headers, errors } = response;
  const { envelope } = view.contracts.api;
  const described = body === undefined && errors.length > 0 ? envelope?.body : body;
  return {
    status,
    key: response.byDefault === true ? 'default' : String(response.statusClass ?? status),
    mediaType: body === null || (described === undefined && WITHOUT_CONTENT.has(status)) ? null : contentType,
    schema: described === undefined || described === null ? undefined : specialized(described, view),
    headers: headers
      .filter(({ profiles }) => profiles.includes(view.profile))
      .map(({ name, required, schema }) => ({ name, required, schema: specialized(schema, view) })),
    errors,
  };
}

/** Responses that never have content (RFC 9110, section 15). */
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

function specialized(schema: JsonSchema, { specialize }: ContractView): JsonSchema {
  return isJsonObject(schema) ? specialize(schema) : schema;
}

/** Builds the schema of a body from its fields. */
function contractBody(fields: readonly Field[], schemaOf: (field: Field) => JsonSchema): JsonSchema {
  const whole = fields.find((field) => field.whole);
  if (whole !== undefined) return schemaOf(whole);
  const root: Draft = { type: 'object' };
  for (const field of fields) {
    const tokens = parsePointer(bodyPointer(field));
    const name = tokens.at(-1) ?? '';
    const parent = objectAt(root, tokens.slice(0, -1));
    const members = membersOf(parent);
    members[name] = keepMembers(members[name], ownSchema(field, schemaOf));
    if (field.required) parent.required = [...new Set([...((parent.required as string[] | undefined) ?? []), name])]; // safe cast: `parent` was created here
  }
  return root as JsonObject; // safe cast: a draft contains only JSON values
}

type Draft = Record<string, unknown>;

/** Leaves out nested fields, because the caller adds them one by one. */
function ownSchema(field: Field, schemaOf: (field: Field) => JsonSchema): JsonSchema {
  const schema = schemaOf(field);
  if (field.fields.length === 0 || !isJsonObject(schema)) return schema;
  const { properties: _, required: __, ...rest } = schema;
  return rest;
}

/** Keeps members of `/a` that an earlier field such as `/a/b` has added. */
function keepMembers(before: unknown, schema: JsonSchema): unknown {
  if (!isJsonObject(before) || !isJsonObject(schema)) return isJsonObject(schema) ? { ...schema } : schema;
  const members = [before.properties, schema.properties].filter(isJsonObject);
  return {
    ...before,
    ...schema,
    ...(members.length > 0 && { properties: Object.assign({}, ...members) as JsonObject }),
  }; // safe cast: parts of JSON are JSON
}

function objectAt(root: Draft, tokens: readonly string[]): Draft {
  let current = root;
  for (const token of tokens) {
    const members = membersOf(current);
    const next = isJsonObject(members[token] as Json) ? (members[token] as Draft) : { type: 'object' }; // safe cast: members are JSON
    members[token] = next;
    current = next;
  }
  return current;
}

function membersOf(parent: Draft): Draft {
  // `properties` is copied, because several fields may share the schema.
  const members = { ...(parent.properties as Draft | undefined) }; // safe cast: `properties` is always an object of schemas
  parent.properties = members;
  return members;
}
