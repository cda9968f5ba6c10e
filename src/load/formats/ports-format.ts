import { z } from 'zod';
import { text } from './common.ts';

const state = z.enum(['open', 'merged', 'closed']);

const port = z
  .strictObject({
    reference: text.min(1).describe('A reference such as #42'),
    title: text.optional(),
    branch: text.optional().describe("A revision of the client's repository"),
    folder: text
      .optional()
      .describe('Folder that contains the change; a relative path starts at the folder of this file'),
    state: state.optional().describe('Default: open'),
    date: z.iso.date('must be a date such as 2027-01-31').optional(),
  })
  .refine(
    (value) => (value.branch === undefined) !== (value.folder === undefined),
    'must have exactly one of "branch" and "folder"',
  );

/** Format of the output of `gh pr list --json number,title,headRefName,state,mergedAt`. */
const pullRequest = z.object({
  number: z.int().min(1),
  headRefName: text.min(1),
  title: text.optional(),
  state: z.enum(['OPEN', 'MERGED', 'CLOSED']).optional(),
  mergedAt: text.nullish(),
});

const branch = z.string().min(1).describe('A branch');

const ports = z.array(z.union([branch, pullRequest, port]));

export const portsFormat = z
  .union([ports, z.record(z.string(), ports)])
  .nullable()
  .describe('Unfinished changes to clients: a list, or one list per client name');

export type PortFileEntry = z.infer<typeof ports>[number];
