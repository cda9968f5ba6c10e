import type { Contract, ResponseHeader, ResponseSpec, StatusClass } from '../model/contract.ts';
import { at, type BuildContext, resolveProfiles } from './build-context.ts';
import { asList } from './formats/common.ts';
import type { ApiFile, ContractFile, ResponseFile } from './formats/contract-format.ts';
import type { Path } from './yaml-source.ts';

type CommonFile = NonNullable<ApiFile['responses']>[string];

export interface CommonResponses {
  readonly responses: readonly { readonly when: When; readonly spec: ResponseSpec }[];
  readonly headers: readonly { readonly header: ResponseHeader; readonly except: readonly number[] }[];
}

type When = 'auth' | 'body' | 'fields' | 'always';

export function buildCommonResponses(context: BuildContext, file: ApiFile): CommonResponses {
  const responses = Object.entries(file.responses ?? {}).flatMap(([status, entry]) =>
    asList<Exclude<CommonFile, readonly unknown[]>>(entry).map((response, index) => ({
      when: response.when ?? ('always' as const),
      spec: buildResponse(context, {
        status,
        response,
        path: itemPath(['responses', status], entry, index),
        origin: 'common',
      }),
    })),
  );
  const headers = Object.entries(file.headers ?? {}).map(([name, header]) => ({
    header: buildHeader(context, name, { ...header, path: ['headers', name] }),
    except: header.except ?? [],
  }));
  return { responses, headers };
}

export function buildResponses(
  context: BuildContext,
  file: ContractFile,
  { common, shape }: { readonly common: CommonResponses; readonly shape: Pick<Contract, 'auth' | 'fields'> },
): readonly ResponseSpec[] {
  const own = Object.entries(file.responses).flatMap(([status, entry]) =>
    asList<ResponseFile>(entry)
      .map((response, index) =>
        buildResponse(context, {
          status,
          response,
          path: itemPath(['responses', status], entry, index),
          origin: 'operation',
        }),
      )
      .flatMap(spread),
  );
  const shared = common.responses.filter(({ when }) => applies(when, shape)).flatMap(({ spec }) => spread(spec));
  return [...own, ...shared].map((spec) => ({ ...spec, headers: joinHeaders(spec, common) }));
}

function applies(when: When, { auth, fields }: Pick<Contract, 'auth' | 'fields'>): boolean {
  switch (when) {
    case 'always':
      return true;
    case 'auth':
      return auth.length > 0;
    case 'body':
      return fields.some((field) => field.place.location === 'body');
    case 'fields':
      return fields.length > 0;
  }
}

function joinHeaders(spec: ResponseSpec, common: CommonResponses): readonly ResponseHeader[] {
  const own = new Set(spec.headers.map((header) => header.name.toLowerCase()));
  const added = common.headers.filter(
    ({ header, except }) => !except.includes(spec.status) && !own.has(header.name.toLowerCase()),
  );
  return [...spec.headers, ...added.map(({ header }) => header)];
}

interface ResponseInput {
  readonly status: string;
  readonly response: ResponseFile;
  readonly path: Path;
  readonly origin: ResponseSpec['origin'];
}

function buildResponse(context: BuildContext, { status, response, path, origin }: ResponseInput): ResponseSpec {
  const { body } = response;
  return {
    ...readStatus(status),
    profiles: resolveProfiles(context, response.profiles, path),
    errors: response.error === undefined ? [] : asList<string | number>(response.error).map(String),
    body: body === undefined ? undefined : body === 'none' ? null : context.resolveSchema(body, [...path, 'body']),
    contentType: response.content ?? 'application/json',
    headers: Object.entries(response.headers ?? {}).map(([name, header]) =>
      buildHeader(context, name, { ...header, path: [...path, 'headers', name] }),
    ),
    origin,
    at: at(context, path, 'key'),
  };
}

/** Returns the status 0 for the key `default`. The function `spread` then creates one response per status class. */
function readStatus(status: string): Pick<ResponseSpec, 'status' | 'statusClass'> {
  if (status === 'default') return { status: 0 };
  const first = status[0] ?? '';
  return status.endsWith('XX')
    ? { status: Number(first) * 100, statusClass: status as StatusClass } // safe cast: the file format allows no other text that ends with `XX`
    : { status: Number(status) };
}

const CLASSES: readonly StatusClass[] = ['2XX', '3XX', '4XX', '5XX'];

function spread(spec: ResponseSpec): readonly ResponseSpec[] {
  if (spec.status !== 0) return [spec];
  return CLASSES.map((statusClass) => ({
    ...spec,
    status: Number(statusClass[0]) * 100,
    statusClass,
    byDefault: true,
  }));
}

type HeaderInput = NonNullable<ResponseFile['headers']>[string] & { readonly path: Path };

function buildHeader(
  context: BuildContext,
  name: string,
  { schema, required, profiles, path }: HeaderInput,
): ResponseHeader {
  return {
    name,
    required: required ?? true,
    schema: context.resolveSchema(schema, [...path, 'schema']),
    profiles: resolveProfiles(context, profiles, path),
  };
}

function itemPath(path: Path, entry: unknown, index: number): Path {
  return Array.isArray(entry) ? [...path, index] : path;
}
