import { z } from 'zod';
import { text } from './common.ts';

const noteFormat = z.strictObject({
  blocker: text.optional().describe('Why the client lacks the operation'),
  decision: text.optional(),
  reference: text.optional().describe('Reference to a pull request or an issue'),
  text: text.optional(),
});
const note = noteFormat.optional().describe("Notes from the client's notes file");
const operation = text.describe('An operation id of the contracts; * for the whole client');
const field = text.nullable();
const names = z.array(text);
const since = text.nullable().describe('The server change, such as a release, that added the operation or the field');
const commit = z.string().regex(/^[0-9a-f]{40,64}$/, 'must be a commit');

/** Format of the facts in the snapshot of a client. */
export const factsFormat = z.object({
  profile: text,
  source: z.strictObject({ commit: commit.nullable(), dirty: z.boolean() }),
  versions: z.record(text, text),
  covers: z.record(text, z.strictObject({ methods: names, lacks: names })),
  drift: z.record(text, names),
});

const client = z.strictObject({
  source: factsFormat.shape.source.describe('The source that was traced'),
  profile: text,
  versions: factsFormat.shape.versions.describe(
    'For each place where the client states its version: the stated version',
  ),
  endpoints_covered: z
    .record(operation, z.strictObject({ request: text, methods: names, lacks: names.optional(), note }))
    .describe('`lacks` lists the declared fields that no method can send'),
  endpoints_missing: z.record(operation, z.strictObject({ request: text, since, note })),
  left_out: z
    .record(text, text.nullable())
    .describe('Each key is a pattern for operations that the client lacks on purpose. The value is the reason'),
  ports_in_flight: z.array(
    z.strictObject({
      ...{ operation, field, since, references: names, titles: names, overlap: z.boolean() },
      days: z.int().min(0).nullable().describe('Days since the server shipped the change'),
      note,
    }),
  ),
  ports_shipped: z.array(
    z.strictObject({
      ...{ operation, field, since, reference: text.nullable(), title: text.nullable(), merged: text.nullable() },
      note,
    }),
  ),
  model_drift: z
    .record(text, z.strictObject({ fields: names, note }))
    .describe(
      'Each key consists of an operation and a finding kind, such as `orders.list field-missing`. The value lists the fields with such a finding',
    ),
  orphaned_notes: z
    .array(z.strictObject({ entry: text, note: noteFormat }))
    .describe('Notes whose entry is no longer in the manifest. These notes can be removed from the notes file'),
  proof: z.strictObject({ snapshot: text.nullable() }).describe("Hash of the client's snapshot"),
});

const portItem = {
  operation,
  field: field.default(null).describe('Absent or null if the port adds the whole operation to the client'),
};

export const notesFormat = z
  .strictObject({
    notes: z
      .record(text, noteFormat)
      .default({})
      .describe(
        'Each key is an operation, alone or followed by the field of a port or by a finding kind, such as `orders.ship speed`',
      ),
    ports_in_flight: z
      .array(z.strictObject({ ...portItem, references: names, titles: names }))
      .default([])
      .describe('Written by `parity manifest --ports`'),
    ports_shipped: z
      .array(
        z.strictObject({
          ...{ ...portItem, reference: text.nullable().default(null), title: text.nullable().default(null) },
          merged: z.iso.date('must be a date such as 2027-01-31').nullable().default(null),
        }),
      )
      .default([])
      .describe('Written by `parity manifest` after a port was merged'),
  })
  .describe('Facts about a client that no trace can show. `parity manifest` copies these facts into the manifest');

export const manifestFormat = z
  .strictObject({
    $schema: text.optional(),
    format: z.literal(3),
    audited: z.iso.date('must be a date such as 2027-01-31').nullable(),
    contracts: z.strictObject({ hash: text, profile: text }),
    clients: z.record(z.string(), client),
  })
  .describe('The parts of the contracts that each client covers. Written by `parity manifest`');
