import { z } from 'zod';
import { FINDING_KINDS } from '../../model/finding.ts';
import { OUTCOMES } from '../../model/verdict.ts';
import { jsonObject } from './common.ts';

const kind = z.enum(FINDING_KINDS);
const severity = z.enum(['error', 'warning']);
const count = z.int().min(0);
const texts = z.array(z.string());
const at = z.looseObject({ file: z.string(), line: z.int() });
const tried = z.looseObject({ what: z.string(), about: z.string().nullable(), value: z.string().optional() });
const evidence = z.looseObject({ exchange: z.string(), pointer: z.string(), excerpt: z.string() });
const place = z.looseObject({ location: z.string(), name: z.string() });

const shown = {
  expected: z.string(),
  observed: z.string(),
  evidence,
  reproduction: texts.optional().describe('Lines of bash that reproduce the cause'),
  assumes: z
    .looseObject({})
    .optional()
    .describe("Values that the scenario assumes because the target's settings do not state them"),
};

const finding = z.looseObject({
  ...{ kind, severity, ...shown },
  cause: z.string().describe('Id of an entry in `causes`'),
  fingerprint: z.string().describe('Identifies one occurrence of the cause. The fingerprint is the same in every run'),
  where: z.string().describe('The target or client that shows the finding'),
  operation: z.string(),
  address: z.string(),
  field: z.string().nullable(),
  tried: tried.optional(),
  outcome: z.string().optional(),
  methods: texts.optional(),
  places: z.looseObject({ declared: place, sent: place }).optional(),
});

const cause = z.looseObject({
  id: z
    .string()
    .describe(
      'Id of the cause. The id is the same in every run. The ledger, the baseline, the gate and the hand-off identify a cause by this id',
    ),
  ...{ kind, severity, ...shown },
  gravity: z.number().describe('Rank in every list. The lowest rank comes first'),
  title: z.string(),
  tried: tried.nullable(),
  outcome: z.string().nullable(),
  operations: texts,
  fields: texts,
  count: count.describe(
    'Number of findings with this cause. The list `findings` contains at most 100 findings per cause',
  ),
  steps: texts,
});

const outcome = z.enum(OUTCOMES);
const counts = z.looseObject(Object.fromEntries(OUTCOMES.map((name) => [name, count])));

const xfail = z.looseObject({ reason: z.string(), owner: z.string(), expires: z.string(), at });

const ledgerProblem = z.looseObject({
  kind: z.enum(['expired', 'unmatched', 'duplicate', 'ambiguous', 'strict-xpass']),
  at,
  message: z.string(),
  hint: z.string().optional(),
});

const step = z.looseObject({
  address: z.string(),
  operation: z.string().nullable(),
  phase: z.enum(['setup', 'step', 'cleanup']),
  line: z.int(),
  outcome,
  reason: z.string().optional(),
  findings: texts.describe('Fingerprints'),
  excused: texts.describe('Fingerprints'),
  xpasses: texts,
});

const scenario = z.looseObject({
  ...{ address: z.string(), suite: z.string(), source: z.string(), file: z.string(), line: z.int() },
  durationMs: z.number(),
  outcome,
  steps: z.array(step),
});

const alike = z
  .looseObject({
    ...{ suite: z.string(), source: z.string(), file: z.string(), line: z.int(), outcome },
    steps: z.array(
      step.extend({
        address: z.string().describe('Address of a step, relative to the address of its scenario: `/read`'),
      }),
    ),
    addresses: texts,
  })
  .describe(
    'The scenarios that are not in `scenarios`, in groups. The scenarios of a group have equal steps and results, and differ only in their addresses',
  );

/** The output format of the `json` reporter. A program that reads the output must ignore unknown members. */
export const findingsFormat = z
  .looseObject({
    version: z.literal(1),
    exitCode: count,
    exitMeaning: z.string(),
    run: z.looseObject({
      ...{ tool: z.string(), run: z.string(), seed: z.int(), contracts: z.string(), whole: z.boolean() },
      target: z.looseObject({ name: z.string(), origin: z.string(), profile: z.string() }),
      shard: z.looseObject({ index: z.int(), total: z.int() }).nullable(),
    }),
    end: z
      .looseObject({
        ...{ interrupted: z.string().nullable(), bailed: z.boolean(), durationMs: z.number() },
        version: z.string().optional().describe("The server's version, if the target's settings say where to read it"),
        environment: z
          .string()
          .optional()
          .describe('A problem of the environment. If this member is present, the run shows nothing about the API'),
        remarks: texts.optional().describe("What the run changed because of the server's responses"),
      })
      .nullable()
      .describe('End of the run, or null if the run was killed before the end was recorded'),
    exchanges: count,
    counts: z.looseObject({ scenarios: counts, steps: counts }),
    coverage: z.looseObject({ declared: count, exercised: texts, unexercised: texts }),
    xpasses: z.array(z.looseObject({ what: z.string(), reason: z.string(), strict: z.boolean(), address: z.string() })),
    causes: z.array(cause),
    findings: z.array(finding),
    excused: z.array(z.looseObject({ finding, xfail })),
    ledgerProblems: z.array(ledgerProblem),
    leftovers: z.array(
      z.looseObject({ madeBy: z.string(), operation: z.string(), with: jsonObject, reason: z.string() }),
    ),
    scenarios: z
      .array(scenario)
      .describe('At most 100 scenarios for each result. The remaining scenarios are in `alike`'),
    alike: z.array(alike).optional(),
  })
  .describe('The file findings.json: the verdict of `parity run`, `parity trace`, `parity capture` or `parity judge`');

const named = z.looseObject({ method: z.string(), reason: z.string() });

/** Format of `CLIENT.gate.json`, the result of `parity gate`. */
export const gateFormat = z
  .looseObject({
    version: z.literal(1),
    ...{ client: z.string(), base: z.string(), head: z.string(), exitCode: count, strictWarnings: z.boolean() },
    added: z.array(finding).describe('Findings that occur at the head revision, but not at the base revision'),
    comesWith: z.array(finding).describe('New findings that concern only new methods or arguments'),
    unrepeated: z.array(finding).describe('New findings that a second trace of the head revision does not show'),
    contractBacked: z.array(finding).describe('Findings that appear only with the contracts of the base revision'),
    known: z.array(finding),
    excused: z.array(finding),
    gone: z.array(finding),
    reduced: z.array(z.looseObject({ cause: z.string(), before: count, now: count })),
    coverage: z.looseObject({ base: texts, head: texts }),
    versions: texts,
    manifest: texts.nullable(),
    blocked: z.array(named),
    notTried: z.array(named),
    ledgerProblems: z.array(ledgerProblem),
  })
  .describe('Result of parity gate: CLIENT.gate.json');
