import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { userError } from '../lib/error.ts';
import { tryParseJson } from '../lib/json-text.ts';
import { didYouMean } from '../lib/nearest.ts';
import { previewText } from '../lib/preview-value.ts';
import { FINDING_KINDS } from '../model/finding.ts';
import type { Verdict } from '../model/verdict.ts';
import { findingsFormat as wholeFormat } from './formats/findings-format.ts';

/** The parts of a `findings.json` that later commands read. */
const findingsFormat = z.object({
  version: z.literal(1),
  run: z.object({
    target: z.object({ name: z.string(), profile: z.string().optional() }),
    seed: z.number().optional(),
  }),
  causes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(FINDING_KINDS),
      severity: z.enum(['error', 'warning']),
      count: z.number(),
      steps: z.array(z.string()),
    }),
  ),
  findings: z.array(
    z.object({
      kind: z.enum(FINDING_KINDS),
      cause: z.string(),
      operation: z.string(),
      address: z.string(),
      field: z.string().nullable(),
      tried: z.object({ what: z.string(), about: z.string().nullable() }).optional(),
      outcome: z.string().optional(),
    }),
  ),
  excused: z.array(z.object({ finding: z.object({ cause: z.string(), address: z.string() }) })).optional(),
});

export function causeUnknown(id: string, known: readonly string[], from: string): Error {
  const hint = didYouMean(id, known) ?? `Known causes: ${known.join(', ') || 'none'}.`;
  return userError('cause-unknown', `${from} has no cause "${id}"`, { hint });
}

export type FindingsReport = z.infer<typeof findingsFormat>;

/** Reads a `findings.json`. @throws findings-missing, findings-unreadable */
export async function loadFindings(cwd: string, file: string): Promise<FindingsReport> {
  return readFindings(cwd, file, findingsFormat);
}

/**
 * Restores a verdict from a `findings.json`, without the findings of single steps.
 * @throws findings-missing, findings-unreadable
 */
export async function loadVerdict(cwd: string, file: string): Promise<Verdict> {
  const report = await readFindings(cwd, file, wholeFormat);
  const firstOf = new Map(report.findings.toReversed().map((finding) => [finding.cause, finding]));
  return {
    ...report,
    causes: report.causes.map((cause) => ({
      ...{ ...cause, addresses: cause.steps },
      first: { ...firstOf.get(cause.id), ...cause, cause: cause.id, address: cause.steps[0] ?? '' },
    })),
    scenarios: [...report.scenarios, ...(report.alike ?? []).flatMap(expandAlike)].map((scenario) => ({
      ...scenario,
      steps: scenario.steps.map((step) => ({ ...step, findings: [], excused: [], xpasses: [] })),
    })),
  } as unknown as Verdict; // safe cast: the reporter of wireparity wrote the file, so only some members are validated
}

function expandAlike({ addresses, ...group }: NonNullable<z.infer<typeof wholeFormat>['alike']>[number]) {
  return addresses.map((address) => ({
    ...{ ...group, address, durationMs: 0 },
    steps: group.steps.map((step) => ({ ...step, address: `${address}${step.address}` })),
  }));
}

async function readFindings<T>(cwd: string, file: string, format: z.ZodType<T>): Promise<T> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch(() => {
    throw userError('findings-missing', `${file} cannot be read`, {
      hint: 'A run, a trace or `parity judge` writes this file.',
    });
  });
  const value = tryParseJson(text);
  if (value === undefined)
    throw userError('findings-unreadable', `${file} is not JSON${startOf(text)}`, {
      hint: `Give the path of a findings.json that a run, a trace or \`parity judge\` wrote. If the file is a recording, run \`parity judge ${file}\`.`,
    });
  const read = format.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined ? '' : `: at ${issue.path.join('.') || 'the top level'}: ${issue.message}`;
  throw userError('findings-unreadable', `${file} is not a findings.json of version 1${where}`, {
    hint: 'A different version of wireparity, or a different program, wrote this file. Run `parity judge RECORDING` to write the file again.',
  });
}

function startOf(text: string): string {
  const [line = ''] = text.trimStart().split('\n', 1);
  return line === '' ? ': it is empty' : `: it starts with "${previewText(line, 60)}"`;
}
