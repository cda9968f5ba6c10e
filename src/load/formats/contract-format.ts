import { z } from 'zod';
import { RUNTIME_EXPRESSION } from '../../lib/runtime-expression.ts';
import { CONTENTS } from '../../model/content.ts';
import { BOOLEAN_STYLES, LIFECYCLES, LOCATIONS, STYLES } from '../../model/contract.ts';
import { LINT_NAMES } from '../../model/lint.ts';
import { behaviorFormat } from './behavior-format.ts';
import {
  json,
  jsonObject,
  jsonSchema,
  oneOrMore,
  operationId,
  pattern,
  pointer,
  profiles,
  statusCode,
  text,
  word,
} from './common.ts';

const lifecycle = z.enum(LIFECYCLES);

const fieldBase = {
  schema: jsonSchema.optional(),
  required: z.boolean().optional(),
  name: text
    .optional()
    .describe('Name of the field in the request. For a nested member of the body, this is a JSON pointer'),
  whole: z.boolean().optional().describe('True if the field is the whole body'),
  default: json.optional().describe('The value that the server assumes if the field is absent'),
  client_default: z
    .literal(false)
    .optional()
    .describe(
      'If false, a client must not send the default: without a value from the caller, the client leaves out the field',
    ),
  style: z
    .enum(STYLES)
    .optional()
    .describe('The OpenAPI style in which a list or an object is written outside a JSON body'),
  explode: z
    .boolean()
    .optional()
    .describe(
      'True: each item or member becomes a separate name=value pair. False: all items or members are joined into one text',
    ),
  array: z
    .enum(['repeat', 'comma', 'brackets', 'indexed', 'json'])
    .optional()
    .describe('A short form for the keys `style` and `explode`'),
  boolean: z.enum(BOOLEAN_STYLES).optional(),
  profiles: profiles.optional(),
  lifecycle: lifecycle.optional(),
  since: text.optional(),
  note: text.optional(),
};

interface NestedField extends z.infer<typeof nestedBase> {
  readonly fields?: { readonly [name: string]: NestedField } | undefined;
}

const nestedBase = z.strictObject(fieldBase);

const nestedField: z.ZodType<NestedField> = nestedBase.extend({
  fields: z
    .record(
      word,
      z.lazy(() => nestedField),
    )
    .optional(),
});

const field = z.strictObject({
  in: z.enum(LOCATIONS).describe('Where in the request the field is sent'),
  ...fieldBase,
  fields: z.record(word, nestedField).optional().describe('Nested fields of an object in the body'),
});

const responseHeader = z.strictObject({
  schema: jsonSchema,
  required: z.boolean().optional(),
  profiles: profiles.optional(),
});

/** Some APIs use numbers as error codes. */
const errorCode = z.union([text, z.int()]);

const responseBase = {
  body: z.union([z.literal('none'), jsonSchema]).optional(),
  error: oneOrMore(errorCode).optional(),
  content: text.optional(),
  headers: z.record(text, responseHeader).optional(),
  profiles: profiles.optional(),
  note: text.optional(),
};

const response = z.strictObject(responseBase);

const runtimeExpression = z
  .string()
  .regex(
    RUNTIME_EXPRESSION,
    'must be a runtime expression such as $response.body#/id, $response.header.Location or $request.path.slug',
  );

export const cleanupFormat = z.union([operationId, z.strictObject({ call: operationId, with: jsonObject.optional() })]);

const unknownFields = z.enum(['reject', 'ignore', 'accept']);

const unknownBodyFields = z.union([unknownFields, z.record(word, unknownFields)]);

const mediaRange = z
  .string()
  .regex(
    /^[\w.+-]+\/[\w.+*-]+$/,
    `must be ${CONTENTS.join(', ')} or a media type such as application/merge-patch+json`,
  );

const status = z
  .string()
  .regex(/^(?:[1-5](?:\d\d|XX)|default)$/, 'must be an HTTP status, a status class such as 4XX, or default');

export const contractFormat = z
  .strictObject({
    summary: text,
    request: z
      .string()
      .regex(
        /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/,
        'must be a method and a path, such as POST /orders/{order_id}/pay',
      ),
    auth: oneOrMore(word),
    content: oneOrMore(z.union([z.enum(CONTENTS), mediaRange])).optional(),
    other_content: oneOrMore(mediaRange)
      .optional()
      .describe(
        'More media types that the operation accepts. The fields of these bodies are not declared, so the bodies are not examined',
      ),
    body_required: z
      .boolean()
      .optional()
      .describe('True if a call must have a body. Default: true only if a member of the body is required'),
    fields: z.record(word, field).optional(),
    body_conditions: jsonSchema
      .optional()
      .describe(
        'A schema with keywords such as `anyOf`, `dependentRequired` or `if`, for conditions between members of the body',
      ),
    unknown_body_fields: unknownBodyFields.optional(),
    responses: z.record(status, oneOrMore(response)),
    behaviors: z.array(behaviorFormat).optional(),
    lifecycle: lifecycle.optional(),
    profiles: profiles.optional(),
    yields: z.record(word, pointer).optional(),
    links: z
      .record(word, oneOrMore(z.strictObject({ from: operationId, value: runtimeExpression })))
      .optional()
      .describe(
        'Where each field gets its value: `from` names an operation, and `value` points into a call of this operation, for example `$response.body#/id`',
      ),
    echoes: z
      .record(
        pointer,
        z.string().regex(/^(?:[\w.]+|\*|sha256\((?:[\w.]+|\*)\))$/, 'must be a field, "*" or sha256(…) of a field'),
      )
      .optional()
      .describe(
        'For each response member: the request field whose value the server copies into the member, or `*` for the whole body',
      ),
    echo_on: word
      .optional()
      .describe(
        'The request field that switches `echoes` on. Without this field, the response contains no copied values',
      ),
    cleanup: z.union([z.literal('none'), cleanupFormat]).optional(),
    example: jsonObject.optional().describe('Field values of a call that works'),
    after: z
      .array(operationId)
      .optional()
      .describe('Operations that must have succeeded on the same resource before this call can succeed'),
    safe: z.boolean().optional(),
    retryable: z.boolean().optional(),
    destructive: z.boolean().optional(),
    waits: z
      .boolean()
      .optional()
      .describe('True if the operation may wait for an event before it responds, as in a watch or a long poll'),
    since: text.optional(),
    note: text.optional(),
    partial: z
      .array(text)
      .min(1)
      .optional()
      .describe('Statements of the OpenAPI document that this contract cannot express'),
  })
  .describe('The declared behaviour of one operation');

export type ContractFile = z.infer<typeof contractFormat>;
export type FieldFile = z.infer<typeof field>;
export type NestedFieldFile = NestedField;
export type ResponseFile = z.infer<typeof response>;

const placement = z.record(text, text);

export const apiFormat = z
  .strictObject({
    name: text,
    profiles: z.array(word).min(1).optional(),
    auth: z
      .record(
        word,
        z.strictObject({ headers: placement.optional(), query: placement.optional(), cookies: placement.optional() }),
      )
      .optional(),
    error_envelope: z.strictObject({ code: pointer, message: pointer, body: jsonSchema }).optional(),
    unknown_route: z.array(z.strictObject({ status: statusCode, error: text.optional() })).optional(),
    unknown_body_fields: unknownBodyFields.optional(),
    responses: z
      .record(
        status,
        oneOrMore(z.strictObject({ ...responseBase, when: z.enum(['auth', 'body', 'fields', 'always']).optional() })),
      )
      .optional(),
    headers: z.record(text, responseHeader.extend({ except: z.array(statusCode).optional() })).optional(),
    fresh_actor: z
      .strictObject({ call: operationId, with: jsonObject.optional(), kind: word, credential: z.record(word, pointer) })
      .optional()
      .describe('How to create a new account that no other scenario uses'),
    secrets: z.strictObject({ patterns: z.array(pattern).optional(), fields: z.array(text).optional() }).optional(),
    acknowledged: z
      .array(
        z.union([
          z.strictObject({ field: text, places: z.partialRecord(z.enum(LOCATIONS), z.array(operationId)), note: text }),
          z.strictObject({ lint: z.enum(LINT_NAMES), of: text, note: text }),
        ]),
      )
      .optional(),
  })
  .describe('Declarations for every operation of the API');

export type ApiFile = z.infer<typeof apiFormat>;
