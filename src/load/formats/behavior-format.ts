import { z } from 'zod';
import type { BehaviorKind } from '../../model/behavior.ts';
import { duration, json, operationId, pointer, profiles, statusCode, targetValues, text, word } from './common.ts';

const limited = { profiles: profiles.optional(), target_values: targetValues.optional() };
const refusal = { status: statusCode, error: text };
const fieldValues = z.record(text, json);
const recipe = z.array(z.strictObject({ id: word.optional(), call: operationId, with: fieldValues.optional() })).min(1);
const deletion = z.strictObject({
  read: operationId.optional(),
  status: statusCode.optional(),
  error: text.optional(),
  again: statusCode.optional(),
  list: z.strictObject({ call: operationId, items: pointer, key: pointer, field: text.optional() }).optional(),
  ...limited,
});

/** The format of each behavior's declaration, with the keys of the model. */
const BEHAVIOR_FORMATS = {
  idempotency_key: z.strictObject({
    field: text,
    same: pointer,
    replay: statusCode,
    conflict: statusCode.optional(),
    error: text.optional(),
    window: duration.optional(),
    fingerprint: z.array(text).optional(),
    ...limited,
  }),
  write_once: z.strictObject({ ...refusal, ...limited }),
  idempotent_upsert: z.strictObject({ created: pointer.optional(), same: pointer.optional(), ...limited }),
  exclusive_claim: z.strictObject({ ...refusal, made_by: recipe.optional(), ...limited }),
  ownership_header: z.strictObject({ field: text, ...refusal, absent: z.enum(['accepted', 'refused']), ...limited }),
  confirm_header: z.strictObject({ field: text, value: text, ...refusal, ...limited }),
  pagination: z.strictObject({
    style: z.enum(['offset', 'page', 'cursor', 'link']),
    items: pointer,
    key: pointer,
    limit: text,
    offset: text.optional(),
    page: text.optional(),
    cursor: text.optional(),
    next: pointer.optional(),
    total: pointer.optional(),
    more: pointer.optional(),
    made_by: recipe.optional(),
    made_key: pointer.optional(),
    ...limited,
  }),
  filter: z.strictObject({
    field: text,
    items: pointer,
    member: pointer,
    values: z.array(json).optional(),
    key: pointer.optional(),
    made_by: recipe.optional(),
    made_key: pointer.optional(),
    value: text.optional(),
    cases: z.record(text, recipe).optional(),
    ...limited,
  }),
  hard_delete: deletion,
  soft_delete: deletion,
  etag: z.strictObject({ field: text, changed_by: recipe.optional(), ...limited }),
  read_back: z.strictObject({
    read: operationId,
    members: z.record(text, pointer.nullable()).optional(),
    items: pointer.optional(),
    where: fieldValues.optional(),
    values: fieldValues.optional(),
    ...limited,
  }),
  rate_limit: z.strictObject({
    limit: z.int().positive(),
    window: duration,
    error: text,
    retry_after: z.boolean(),
    ...limited,
  }),
  states: z.strictObject({
    member: pointer,
    read: operationId,
    flow: z.record(word, z.array(word)),
    start: z.strictObject({ state: word, by: recipe }).optional(),
    via: z
      .record(
        word,
        z.strictObject({
          call: operationId,
          with: fieldValues.optional(),
          refused: z.strictObject(refusal).optional(),
        }),
      )
      .optional(),
    ...limited,
  }),
  refused_before: z.strictObject({ operation: operationId, ...refusal, ...limited }),
  refused_after: z.strictObject({ operation: operationId, ...refusal, ...limited }),
  repeatable: z.strictObject({
    status: statusCode.optional(),
    same: z.array(pointer).optional(),
    other: z.strictObject({ field: text, ...refusal }).optional(),
    ...limited,
  }),
} satisfies Record<BehaviorKind, z.ZodType>;

/** A map from one behavior name to its declaration. */
export const behaviorFormat = z
  .strictObject(optionalEntries())
  .refine((entry) => Object.keys(entry).length === 1, 'must be a map with one behavior');

function optionalEntries() {
  const entries = Object.entries(BEHAVIOR_FORMATS).map(([name, format]) => [name, format.optional()]);
  type Optional = { [K in BehaviorKind]: z.ZodOptional<(typeof BEHAVIOR_FORMATS)[K]> };
  return Object.fromEntries(entries) as Optional; // safe cast: the object has one entry per behavior
}
