import { z } from 'zod';
import { versionedList } from '../versioned-list.ts';
import { jsonObject, operationId } from './common.ts';

const entry = z
  .record(operationId, jsonObject.nullable())
  .refine(
    (call) => Object.keys(call).length === 1,
    'must be one operation with its fields, such as orders.ship: { id: o1 }',
  );

export const intentFormat = versionedList(
  entry,
  'The calls that a captured program is meant to make, in order. Example: - orders.ship: { id: o1, carrier: dhl }',
);

export type IntentFileEntry = z.infer<typeof entry>;
