import { z } from 'zod';
import { UNDOCUMENTED } from '../../model/exchange.ts';
import { operationId, text } from './common.ts';

const entry = z
  .strictObject({
    where: text.describe('A target or a client'),
    step: text.optional().describe('suite/scenario/step'),
    operation: z
      .union([operationId, z.literal(UNDOCUMENTED), z.literal('*')])
      .optional()
      .describe('`*`: a finding about a whole client'),
    field: text.optional(),
    kind: text.describe('A finding kind; `parity explain` lists them'),
    reason: text.min(1, 'must say why'),
    ref: text.optional(),
    owner: text.min(1, 'must name an owner'),
    expires: z.iso.date('must be a date, as 2027-01-31').describe('The last day that the entry holds (UTC)'),
    strict: z.boolean().optional(),
  })
  .refine(
    (value) => (value.step === undefined) !== (value.operation === undefined),
    'must have exactly one of step and operation',
  );

export const xfailsFormat = z.array(entry).nullable().describe('Accepted findings');

export type XfailFile = z.infer<typeof entry>;
