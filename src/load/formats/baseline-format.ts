import { z } from 'zod';
import { DRIFT_KINDS, type DriftKind } from '../../model/drift.ts';
import { versionedList } from '../versioned-list.ts';
import { text } from './common.ts';

const KINDS = Object.keys(DRIFT_KINDS) as [DriftKind, ...DriftKind[]]; // safe cast: `Object.keys` returns exactly the drift kinds

const entry = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/, 'must be the 12 hexadecimal digits that the audit shows'),
  kind: z.enum(KINDS).describe('The kind of drift. This is only for readers: drifts are matched by fingerprint'),
  operation: text,
  field: text.optional(),
  reason: text.min(1, 'must give a reason'),
  owner: text.min(1, 'must name an owner'),
  expires: z.iso.date('must be a date such as 2027-01-31').describe('The last day on which the entry is valid (UTC)'),
});

export const baselineFormat = versionedList(entry, 'Drifts that are known and accepted for a limited time');

export type BaselineFileEntry = z.infer<typeof entry>;
