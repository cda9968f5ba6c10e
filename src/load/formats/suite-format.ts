import { z } from 'zod';
import {
  duration,
  json,
  jsonObject,
  oneOrMore,
  operationId,
  pointer,
  profiles,
  statusCode,
  targetValues,
  text,
  word,
} from './common.ts';
import { cleanupFormat } from './contract-format.ts';

const expectation = z.strictObject({
  status: oneOrMore(statusCode).optional(),
  error: text.optional(),
  body: json.optional(),
  headers: z.record(text, json).optional(),
});

const capture = z.union([
  z.strictObject({ body: pointer }),
  z.strictObject({ header: text }),
  z.strictObject({ status: z.literal(true) }),
]);

/** All three kinds of steps have one format. Otherwise a mistake would be reported for the whole step, not for a key. */
const step = z
  .strictObject({
    id: word,
    call: operationId.optional(),
    wait: duration.optional(),
    advance: duration.optional(),
    with: jsonObject.optional(),
    as: word.optional(),
    auth: z.union([word, z.looseObject({ kind: word })]).optional(),
    expect: expectation.optional(),
    capture: z.record(word, capture).optional(),
    cleanup: z.union([z.literal('none'), cleanupFormat]).optional(),
    invalid: z.boolean().optional(),
    extra: z
      .strictObject({
        query: jsonObject.optional(),
        headers: z.record(text, text).optional(),
        body: jsonObject.optional(),
      })
      .optional(),
    raw: z
      .strictObject({
        method: text.optional(),
        target: text.optional(),
        headers: z.record(text, text.nullable()).optional(),
        body: text.optional(),
      })
      .optional(),
    eventually: duration.optional(),
    repeat: z.int().min(2).max(1000).optional().describe('Number of copies to send. Each copy is judged separately'),
    profiles: profiles.optional(),
  })
  .refine(
    (value) => [value.call, value.wait, value.advance].filter((each) => each !== undefined).length === 1,
    'must have exactly one of "call", "wait" and "advance"',
  );

const scenario = z.strictObject({
  summary: text.optional(),
  profiles: profiles.optional(),
  target_values: targetValues.optional(),
  alone: z.boolean().optional().describe('No other scenario runs at the same time'),
  steps: z.array(step).min(1, 'must have at least one step'),
});

export const suiteFormat = z
  .strictObject({
    summary: text.optional(),
    profiles: profiles.optional(),
    setup: z.array(step).optional(),
    scenarios: z
      .record(word, scenario)
      .refine((value) => Object.keys(value).length > 0, 'must have at least one scenario'),
  })
  .describe('Scenarios that call operations and state the expected responses');

export type SuiteFile = z.infer<typeof suiteFormat>;
export type StepFile = z.infer<typeof step>;
