import { z } from 'zod';
import { DRIVERS } from '../../model/client.ts';
import { duration, json, text, word } from './common.ts';

const name = text.min(1, 'must not be empty');
const reason = text.min(1, 'must give a reason');
/** YAML reads the key `404:` as a number, but keys of objects are always strings. */
const status = z.string().regex(/^([1-5]\d\d|[1-5]xx)$/, 'must be a status or a status class, such as 404 or 5xx');

const source = z
  .strictObject({
    path: name.optional().describe('A folder, relative to this file'),
    install: z
      .boolean()
      .optional()
      .describe('Install the folder in `path`, together with its dependencies, into .parity/'),
    pip: name.optional().describe('A requirement such as acme==1.2.0'),
    npm: name.optional().describe('A package such as @acme/sdk@1.2.0'),
  })
  .refine(
    (value) => [value.path, value.pip, value.npm].filter((each) => each !== undefined).length === 1,
    'must have exactly one of "path", "pip" and "npm"',
  )
  .refine(
    (value) => value.install === undefined || value.path !== undefined,
    '"install" is only allowed together with "path"',
  );

const TYPE_WORDS = ['string', 'integer', 'number', 'boolean', 'datetime', 'json', 'any'] as const;
const typeWord = z.enum(TYPE_WORDS);
const parameterType = z.union(
  [
    typeWord,
    z.strictObject({ list: typeWord }),
    z.strictObject({ one_of: z.array(json).min(1, 'must name at least one value') }),
  ],
  `must be one of ${TYPE_WORDS.join(', ')}, { list: … } or { one_of: […] }`,
);

const parameter = z.strictObject({
  name,
  required: z.boolean().optional(),
  positional: z
    .boolean()
    .optional()
    .describe('True if the argument is positional. Default: true if the name does not begin with a dash'),
  type: parameterType.optional().describe('Default: string'),
  default: json.optional(),
});

export const clientFormat = z
  .strictObject({
    driver: z.enum(DRIVERS),
    source,
    runtime: name
      .optional()
      .describe('The program that runs the client: a name, or a path relative to the source folder'),
    construct: z
      .strictObject({
        call: name.describe('Full name of the function or class that creates the client'),
        args: z.array(json).optional(),
        kwargs: z.record(text, json).optional(),
      })
      .optional(),
    command: z.array(text).min(1, 'must have at least one item, the program to start').optional(),
    env: z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable'), text).optional(),
    profile: word.optional(),
    covers: z
      .strictObject({
        only: z.array(name).optional(),
        except: z
          .union(
            [z.array(name), z.record(name, reason)],
            'must be a list of patterns, or a map from patterns to reasons',
          )
          .optional(),
        reason: reason.optional().describe('Why the client has only these operations'),
      })
      .optional()
      .describe('Patterns for the ids of the operations that the client should have'),
    origins: z
      .array(z.string().regex(/^https?:\/\/[^\s/?#@]+$/, 'must be an origin such as https://auth.example.com'))
      .optional()
      .describe('Origins that the client may contact in addition to the API'),
    errors: z.record(status, name).optional().describe('For each status, the exception class that users should expect'),
    ignore: z.array(z.strictObject({ method: name, argument: name.optional(), reason })).optional(),
    signatures: z
      .strictObject({
        call: name.describe("Full name of the client's function that checks webhook signatures"),
        parameters: z.record(text, z.enum(['payload', 'signature', 'timestamp', 'secret', 'headers'])),
        scheme: word
          .optional()
          .describe('A key of contracts/signatures.yaml. Can be left out if the file has only one key'),
      })
      .optional(),
    table: z.record(text, z.array(parameter)).optional().describe('Parameters of commands whose help cannot be parsed'),
    answers: z
      .record(name, z.array(z.string()))
      .optional()
      .describe(
        'Input for commands that read standard input. Each key is a pattern for command names, and the value is the lines to type',
      ),
    timeout: duration.optional().describe('Timeout for one call'),
    start_timeout: duration
      .optional()
      .describe('Maximum time without a message from the client while it starts. Default: 60s'),
  })
  .describe('A client of the API: an SDK, a CLI, an MCP server');

export type ClientFile = z.infer<typeof clientFormat>;
export type ParameterFile = z.infer<typeof parameter>;
