import { writeJson } from '../../lib/json-text.ts';
import { isJsonMedia, mediaType, typeInRange } from '../../lib/media-type.ts';
import { remember } from '../../lib/remember.ts';
import type { Contract, ResponseHeader, ResponseSpec } from '../../model/contract.ts';
import type { HeaderList } from '../../model/http.ts';
import type { Json, JsonSchema } from '../../model/json.ts';
import type { ResponseVariation } from '../../model/trace.ts';
import { fillLoosely, fillSchema } from '../../schema/fill-schema.ts';
import type { SchemaRegistry } from '../../schema/resolve-ref.ts';
import { specializeRegistry, specializeSchema } from '../../schema/specialize-schema.ts';
import { createSentinels } from './sentinels.ts';

export interface FullAnswer {
  readonly status: number;
  /** The declared ones, the content type among them. */
  readonly headers: HeaderList;
  /** null: no body. For a content type that is no JSON, its text. */
  readonly body: Json | null;
}

export interface AnswerOptions {
  readonly profile: string;
  /** Of the contracts, for all profiles. */
  readonly schemas: SchemaRegistry;
  /** Another declared body than the fullest one. */
  readonly vary?: ResponseVariation;
}

/**
 * The success that shows most of what a contract declares: every field is there, optional ones too, each with a value that is
 * recognised wherever a client shows it again. The same contract gives the same answer.
 */
export function fullAnswer(contract: Contract, options: AnswerOptions): FullAnswer {
  const spec = successOf(contract, options.profile);
  return spec === undefined ? { status: 200, headers: [], body: null } : fillResponse(spec, contract, options);
}

/** The same of any declared response. */
export function fillResponse(
  spec: ResponseSpec,
  contract: Pick<Contract, 'id'>,
  { profile, schemas, vary }: AnswerOptions,
): FullAnswer {
  const sentinels = createSentinels();
  const mine = specialized(schemas)(profile);
  const fill = (schema: JsonSchema, path: readonly string[]): Json => {
    const own = specializeSchema(schema, { profile, schemas });
    const filling = { schemas: mine, sentinels, path, ...(vary !== undefined && { vary }) };
    return fillSchema(own, filling) ?? fillLoosely(own, filling);
  };
  const body = bodyOf(spec, contract, fill);
  const declared = spec.headers.filter((header) => header.profiles.includes(profile));
  const headers = declared.map((header): readonly [string, string] => [header.name, headerText(header, fill)]);
  return { status: spec.status, headers: body === null ? headers : [contentType(spec), ...headers], body };
}

/** The first success with a body, else the first one; redirects last. */
function successOf({ responses }: Contract, profile: string): ResponseSpec | undefined {
  const mine = responses.filter(({ status, profiles }) => status < 400 && profiles.includes(profile));
  const proper = mine.filter(({ status }) => status >= 200 && status < 300);
  return proper.find(({ body }) => body !== null && body !== undefined) ?? proper[0] ?? mine[0];
}

type Fill = (schema: JsonSchema, path: readonly string[]) => Json;

function bodyOf(spec: ResponseSpec, { id }: Pick<Contract, 'id'>, fill: Fill): Json | null {
  const media = typeInRange(mediaType(spec.contentType));
  if (spec.body === null) return null;
  if (isJsonMedia(media)) return spec.body === undefined ? null : fill(spec.body, []);
  const filled = spec.body === undefined ? null : fill(spec.body, []);
  // Only where nothing is asked of the text it can be a page.
  if (typeof filled === 'string' && !filled.startsWith('pw~')) return filled;
  return media === 'text/html' ? `<html><body>pw~${id}</body></html>` : `pw~${id}`;
}

function headerText({ name, schema }: ResponseHeader, fill: Fill): string {
  const value = fill(schema, [name]);
  return typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : writeJson(value);
}

function contentType({ contentType: type }: ResponseSpec): readonly [string, string] {
  return ['Content-Type', typeInRange(type)];
}

/** Made once for a set of contracts and a profile. */
const specialized = remember((schemas: SchemaRegistry) =>
  remember((profile: string) => specializeRegistry(schemas, profile), new Map()),
);
