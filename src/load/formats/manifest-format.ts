import { z } from 'zod';
import { text } from './common.ts';

const note = z
  .strictObject({
    blocker: text.optional().describe('Why it is not there'),
    decision: text.optional(),
    reference: text.optional().describe('A pull request or an issue'),
    text: text.optional(),
  })
  .optional()
  .describe('Yours: it survives regeneration');
const operation = text.describe('An operation id of the contracts; * for the whole client');
const field = text.nullable();
const names = z.array(text);

const client = z.strictObject({
  source: z.strictObject({
    commit: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/, 'must be a commit')
      .nullable()
      .describe('What was traced'),
    dirty: z.boolean(),
  }),
  profile: text,
  versions: z.array(z.strictObject({ source: text, version: text })),
  endpoints_covered: z.array(
    z.strictObject({ operation, request: text, methods: names, fields: names, fields_missing: names, note }),
  ),
  endpoints_missing: z.array(z.strictObject({ operation, request: text, since: text.nullable(), note })),
  ports_in_flight: z.array(
    z.strictObject({
      ...{ operation, field, references: names, titles: names, overlap: z.boolean() },
      days: z.int().min(0).nullable().describe('Since the server shipped it'),
      note,
    }),
  ),
  ports_shipped: z.array(z.strictObject({ operation, field, reference: text.nullable(), note })),
  model_drift: z.array(z.strictObject({ operation, kind: text, field, observed: text, note })),
  orphaned_notes: z
    .array(z.strictObject({ entry: text, note: note.unwrap() }))
    .describe('Notes whose entry is gone; remove them when they are of no use'),
});

export const manifestFormat = z
  .strictObject({
    $schema: text.optional(),
    format: z.literal(2),
    audited: z.iso.date('must be a date, as 2027-01-31').nullable(),
    contracts: z.strictObject({ hash: text, profile: text }),
    clients: z.record(z.string(), client),
  })
  .describe('What clients cover of the contracts; written by `parity manifest`');
