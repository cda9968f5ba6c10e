import { z } from 'zod';
import { serverUrlProblem } from '../../lib/server-url.ts';
import type { ConfigFile } from '../../model/config-file.ts';
import { DIFF_LEVELS, DIFF_RULES } from '../../model/diff-rules.ts';
import { LINT_NAMES } from '../../model/lint.ts';
import { duration, json, oneOrMore, pattern, text, word } from './common.ts';

const fromEnvironment = z.strictObject({
  env: z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable'),
});

const serverUrl = z.string().superRefine((value, context) => {
  const problem = serverUrlProblem(value);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

const credential = z.union(
  [fromEnvironment, z.record(word, z.union([fromEnvironment, z.strictObject({ value: text })]))],
  'must name the source of the credential, such as { env: STAGING_API_KEY }; files must not contain secrets',
);

const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header')
  .regex(
    /^(?!(host|content-type|content-length|transfer-encoding|connection)$)/i,
    'must not be Host, Content-Type, Content-Length, Transfer-Encoding or Connection, which wireparity sets itself',
  );

const tls = z
  .strictObject({
    ca: oneOrMore(text).optional(),
    cert: text.optional(),
    key: text.optional(),
    passphrase: fromEnvironment.optional(),
    server_name: text.optional(),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), 'must have both "cert" and "key"');

const proxy = z.union(
  [z.literal('none'), serverUrl, fromEnvironment],
  'must be "none", the URL of a proxy such as http://proxy.example.com:3128, or, for a URL with a password, { env: NAME }',
);

const version = z.union(
  [
    z.strictObject({ header: text }),
    z.strictObject({ operation: text, at: text.startsWith('/', 'must be a JSON pointer such as /version') }),
    fromEnvironment,
  ],
  'must say where to read the version, such as { header: X-App-Version }, { operation: health.get, at: /version } or { env: COMMIT }',
);

const target = z
  .strictObject({
    sandbox: z.literal(true).optional(),
    url: serverUrl.optional(),
    tls: tls.optional(),
    proxy: proxy.optional(),
    socket: text.optional(),
    command: z.array(text).min(1, 'must have at least one item, the program to start').optional(),
    headers: z.record(headerName, z.union([text, fromEnvironment])).optional(),
    profile: word.optional(),
    version: version.optional().describe('Where to read the version of the server'),
    values: z.record(word, json).optional().describe('Values that suites refer to as ${target.NAME}'),
    actors: z.record(word, z.record(word, credential)).optional(),
    rate_limit: z
      .string()
      .regex(/^[1-9]\d*\/(s|min|h)$/, 'must be a rate such as 50/min or 10/s')
      .optional(),
    concurrency: z.int().min(1).max(256).optional(),
    timeout: duration.optional(),
    retries: z.int().min(0).max(10).optional(),
    read_only: z.boolean().optional(),
    disposable: z.boolean().optional(),
    allow_destructive: z.array(text).optional(),
    destructive: z.enum(['allow', 'deny']).optional(),
    clock: z.url({ protocol: /^https?$/ }).optional(),
    defects: z.array(text).optional(),
    features: z.array(text).optional(),
    cwd: text.optional(),
    env: z.record(text, text).optional(),
    ready: z.strictObject({ url: text.optional(), log: pattern.optional(), timeout: duration.optional() }).optional(),
    stop_timeout: duration.optional(),
    reuse_existing: z.boolean().optional(),
  })
  .refine(
    (value) => value.sandbox || value.url !== undefined,
    'must have "url" or "sandbox: true"; "command" alone is not sufficient',
  )
  .refine(
    (value) => !(value.sandbox && (value.url || value.command)),
    'must not have "url" or "command", because it has "sandbox: true"',
  )
  .refine(
    ({ socket, proxy }) => socket === undefined || proxy === undefined,
    'must not have both "socket" and "proxy"',
  );

export const configFormat: z.ZodType<ConfigFile> = z
  .strictObject({
    contracts: text.optional(),
    suites: text.optional(),
    clients: text.optional(),
    xfails: text.optional(),
    reports: text.optional(),
    default_target: word.optional(),
    made_for: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 0.1.0')
      .optional()
      .describe(
        'The version of wireparity that these settings were written for. Findings of kinds that were added later are only warnings',
      ),
    severity: z.record(text, z.enum(['error', 'warning', 'off'])).optional(),
    lint: z
      .partialRecord(z.enum(LINT_NAMES), z.enum(['error', 'warning', 'off']))
      .optional()
      .describe('The severity of each kind of inconsistency that `parity check` finds between operations'),
    diff: z
      .partialRecord(z.enum([...DIFF_RULES.keys()]), z.enum([...DIFF_LEVELS, 'off']))
      .optional()
      .describe('The level of each rule of `parity diff`'),
    targets: z.record(word, target).optional(),
  })
  .describe('Settings of a project');
