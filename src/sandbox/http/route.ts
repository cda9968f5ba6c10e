import { authenticate } from '../auth.ts';
import { ApiError } from '../errors.ts';
import type { User } from '../records/account.ts';
import { collectIssues, type Issue, invalid, type Schema } from '../validate/schema.ts';
import type { World } from '../world.ts';
import { headerOf, type SandboxReply, type SandboxRequest } from './message.ts';

/** A handler without authentication gets this argument. */
export interface OpenCall<B = undefined, Q = undefined> {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly body: B;
  readonly query: Q;
  header(name: string): string | undefined;
}

export interface Call<B = undefined, Q = undefined> extends OpenCall<B, Q> {
  readonly user: User;
}

export interface Route {
  /** Id of the operation in the contracts, `<resource>.<verb>`. */
  readonly operation: string;
  readonly method: string;
  /** The segments of the path. A segment in braces matches any text. */
  readonly segments: readonly string[];
  readonly answer: (
    world: World,
    request: SandboxRequest,
    params: Readonly<Record<string, string>>,
  ) => Promise<SandboxReply>;
}

interface Inputs<B, Q> {
  readonly operation: string;
  /** Method and path template, such as `POST /v1/cues/{cue_id}/fire`. */
  readonly request: string;
  readonly body?: Schema<B>;
  readonly query?: Schema<Q>;
  readonly path?: Schema<unknown>;
}

type Handler<C> = (call: C) => SandboxReply | Promise<SandboxReply>;

export function openRoute<B = undefined, Q = undefined>(
  inputs: Inputs<B, Q> & { readonly handle: Handler<OpenCall<B, Q>> },
): Route {
  return makeRoute(inputs, async (world, request, params) => {
    const body = inputs.body && parseBody(request);
    return inputs.handle(readCall(inputs, { world, request, params, parsed: body }));
  });
}

/** Creates a route that requires an API key, a session, or the internal token together with a user. */
export function userRoute<B = undefined, Q = undefined>(
  inputs: Inputs<B, Q> & { readonly handle: Handler<Call<B, Q>> },
): Route {
  return makeRoute(inputs, async (world, request, params) => {
    const body = inputs.body && parseBody(request);
    const user = authenticate(world, request, inputs.operation);
    return inputs.handle({ ...readCall(inputs, { world, request, params, parsed: body }), user });
  });
}

function makeRoute(inputs: Inputs<unknown, unknown>, answer: Route['answer']): Route {
  const [method = '', path = ''] = inputs.request.split(' ');
  return { operation: inputs.operation, method, segments: path.split('/'), answer };
}

interface Raw {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly parsed: RequestBody | undefined;
}

/** Validates path, query and body before it throws. One response then contains all mistakes. */
function readCall<B, Q>(inputs: Inputs<B, Q>, raw: Raw): OpenCall<B, Q> {
  const issues: Issue[] = [];
  collectIssues(issues, () => inputs.path?.read(raw.params, 'path'));
  const query = collectIssues(issues, () => inputs.query?.read(raw.request.query, 'query'));
  const body = collectIssues(issues, () => inputs.body && raw.parsed && readBody(inputs.body, raw.parsed));
  if (issues.length > 0) throw refuse(inputs.operation, raw.world, issues);
  return {
    world: raw.world,
    request: raw.request,
    params: raw.params,
    body: body as B, // safe cast: `B` is undefined if the route has no body schema
    query: query as Q, // safe cast: `Q` is undefined if the route has no query schema
    header: (name) => headerOf(raw.request, name),
  };
}

function readBody<B>(schema: Schema<B>, body: RequestBody): B {
  if (body.kind === 'json') return schema.read(body.value, 'body');
  if (body.kind === 'opaque')
    throw invalid('body', 'Input should be a valid dictionary or object to extract fields from');
  if (schema.absent) return schema.absent();
  throw invalid('body', 'Field required');
}

function refuse(operation: string, world: World, issues: readonly Issue[]): ApiError {
  const error = validationError(issues);
  const isText = operation === 'agents.create' && world.has('validation-details-as-text');
  return isText ? new ApiError(error.status, error.code, error.message, { details: error.message }) : error;
}

/** The API's error format B. Its message contains only the first issue. */
export function validationError(issues: readonly Issue[]): ApiError {
  const first = issues[0];
  const message = first ? `${first.field}: ${first.message}` : 'Validation error';
  return new ApiError(422, 'validation_error', message, { details: issues });
}

type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  /** The request has a body, but its content type is not JSON. */
  | { readonly kind: 'opaque' };

/** Throws 400 `invalid_json` before the authentication, like the real server. */
function parseBody(request: SandboxRequest): RequestBody {
  if (request.body.length === 0) return { kind: 'none' };
  if (!isJsonType(headerOf(request, 'content-type'))) return { kind: 'opaque' };
  try {
    return { kind: 'json', value: JSON.parse(request.body.toString('utf8')) };
  } catch {
    throw new ApiError(400, 'invalid_json', 'Request body is not valid JSON');
  }
}

/** A request without a content type counts as JSON. According to CueAPI's documentation, only a wrong type is rejected. */
function isJsonType(contentType: string | undefined): boolean {
  const type = (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || /^application\/[^;]*\+json$/.test(type);
}
