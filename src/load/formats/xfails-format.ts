import { z } from 'zod';
import { UNDOCUMENTED } from '../../model/exchange.ts';
import { versionedList } from '../versioned-list.ts';
import { operationId, text } from './common.ts';

const operationPattern = z
  .string()
  .regex(/^[\w.*-]*\*[\w.*-]*$/, 'must be an operation such as notes.create, or a pattern');

const entry = z
  .strictObject({
    where: text.describe('Name of a target or a client'),
    step: text
      .optional()
      .describe('The step, as suite/scenario/step. In an entry with `cause`: the step that showed the cause'),
    operation: z
      .union([operationId, z.literal(UNDOCUMENTED), operationPattern])
      .optional()
      .describe(
        '`*` matches findings about a whole client. A pattern such as `notes.*` is allowed only if the entry also has `field` or `try`',
      ),
    cause: text.optional().describe('The id of a cause, as shown in the reports'),
    places: z
      .array(
        text.regex(
          /^\S+( \S.*)?$/,
          'must be an operation, optionally followed by a field and a step, such as notes.create title',
        ),
      )
      .min(1, 'must name at least one place')
      .optional()
      .describe(
        'The places that the entry excuses. Allowed only with a cause. Examples: `notes.create title`, `notes.create at suite/scenario/step`',
      ),
    field: text.optional(),
    try: text.optional().describe('The variation of a generated scenario, such as `nul`'),
    kind: text
      .optional()
      .describe(
        'A finding kind; `parity explain` lists all kinds. Not needed with `cause`, because the id of a cause begins with its kind',
      ),
    reason: text.min(1, 'must give a reason'),
    ref: text.optional(),
    owner: text.min(1, 'must name an owner'),
    expires: z.iso.date('must be a date such as 2027-01-31').describe('The last day on which the entry is valid (UTC)'),
    strict: z.boolean().optional(),
  })
  .refine(
    ({ step, operation, cause }) =>
      cause === undefined ? (step === undefined) !== (operation === undefined) : operation === undefined,
    'must have a step, an operation or a cause; of these, only a cause and a step can be combined',
  )
  .refine(({ kind, cause }) => kind !== undefined || cause !== undefined, 'must have a kind')
  .refine(({ kind, cause }) => kind === undefined || cause === undefined || cause.startsWith(`${kind}/`), {
    path: ['kind'],
    message: 'must be the part of "cause" before the first slash',
  })
  .refine(({ places, cause }) => places === undefined || cause !== undefined, {
    path: ['places'],
    message: 'is only allowed together with a cause',
  })
  .refine(
    ({ operation = '', field, try: tries }) => !/.\*|\*./.test(operation) || field !== undefined || tries !== undefined,
    {
      path: ['operation'],
      message: 'may be a pattern only if the entry also has "field" or "try"',
    },
  );

export const xfailsFormat = versionedList(entry, 'Accepted findings');

export type XfailFile = z.infer<typeof entry>;
