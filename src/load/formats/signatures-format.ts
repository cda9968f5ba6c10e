import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { PAYLOAD_FORMS, PAYLOAD_KINDS, SIGNATURE_ALGORITHMS, SIGNATURE_CHANGES } from '../../model/signature.ts';
import { duration, json, text, word } from './common.ts';

const header = z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'must be the name of a header');
const vectorName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must consist of lower-case letters, digits and -');

const vector = z
  .strictObject({
    payload: json
      .optional()
      .describe('The delivered payload. `spelling` says in which order the receiver sees the members'),
    body: text
      .optional()
      .describe('The exact text of the delivery, if `payload` cannot express it. Example: {"price": 1.0}'),
    as: z
      .enum(PAYLOAD_KINDS)
      .optional()
      .describe('The type of the payload that the receiver passes to the function. Default: text'),
    spelling: z
      .enum(['signed', 'compact'])
      .optional()
      .describe(
        'How a JSON payload is written if `as` is text or bytes. `signed`: exactly as it was signed. `compact`: without spaces, and the members keep their order. Default: `signed`',
      ),
    change: z
      .enum(SIGNATURE_CHANGES)
      .optional()
      .describe('How the delivery is changed after it was signed. Default: not at all'),
    age: z
      .string()
      .refine((value) => parseDuration(value.replace(/^-/, '')) !== undefined, 'must be a duration such as 10m or -10m')
      .optional()
      .describe('Age of the delivery. Negative: its timestamp is in the future. Default: 0s'),
    valid: z.boolean().describe('True if the receiver must accept the delivery'),
    note: text.optional(),
  })
  .refine(
    (value) => (value.payload === undefined) !== (value.body === undefined),
    'must have exactly one of "payload" and "body"',
  );

const scheme = z.strictObject({
  headers: z.strictObject({ signature: header, timestamp: header.optional() }),
  algorithm: z.enum(SIGNATURE_ALGORITHMS),
  format: text.describe(
    'Format of the signature header, with either ${hex} or ${base64} as a placeholder, for example v1=${hex}',
  ),
  signed: text.describe(
    'The text that is signed, with the placeholder ${payload}, for example ${timestamp}.${payload}',
  ),
  payload: z
    .enum(PAYLOAD_FORMS)
    .describe("sorted-json: as printed by Python's json.dumps(payload, sort_keys=True); raw: the body"),
  tolerance: duration
    .optional()
    .describe('Maximum difference between the timestamp and the current time. Default: no limit'),
  vectors: z.record(vectorName, vector),
  note: text.optional(),
});

export const signaturesFormat = z.record(word, scheme).describe('How deliveries are signed: contracts/signatures.yaml');

export type SchemeFile = z.infer<typeof scheme>;
export type VectorFile = z.infer<typeof vector>;
