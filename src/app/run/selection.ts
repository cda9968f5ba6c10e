import { join } from 'node:path';
import { userError } from '../../lib/error.ts';
import { compilePattern, type Pattern } from '../../lib/pattern.ts';
import { readTextFile } from '../../load/read-text-file.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Selection } from '../../plan/select.ts';

export interface SelectionFlags {
  readonly grep?: string;
  readonly shard?: { readonly index: number; readonly total: number };
  readonly lastFailed?: boolean;
  readonly operation?: readonly string[];
  readonly addresses?: readonly string[];
}

/** @throws grep-invalid, run-missing, failures-missing */
export async function readSelection(flags: SelectionFlags, reports: string): Promise<Selection> {
  return {
    ...(flags.grep !== undefined && { grep: parseGrep(flags.grep) }),
    ...(flags.shard !== undefined && { shard: flags.shard }),
    ...(flags.addresses !== undefined && { only: new Set(flags.addresses) }),
    ...(flags.lastFailed && { only: await lastFailed(join(reports, 'findings.json')) }),
  };
}

/** Searches for the text literally, unless it is a regular expression such as `/…/i`. */
function parseGrep(text: string): Pattern | string {
  const match = /^\/(.+)\/([imsu]*)$/.exec(text);
  if (match === null) return text;
  const pattern = compilePattern(match[1] ?? '', match[2]);
  if (pattern !== undefined) return pattern;
  throw userError('grep-invalid', `--grep must be a text or a regular expression between slashes; was ${text}`);
}

async function lastFailed(file: string): Promise<ReadonlySet<string>> {
  const text = await readTextFile(file).catch(() => {
    throw userError('run-missing', `--last-failed needs ${file}, which does not exist`, {
      hint: 'Run once without --last-failed first.',
    });
  });
  const failed = failedAddresses(parse(text, file));
  if (failed.length === 0)
    throw userError('failures-missing', 'nothing failed in the last run', {
      exitCode: 5,
      hint: 'Run without --last-failed.',
    });
  return new Set(failed);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw userError('run-missing', `--last-failed needs ${file}, which is not valid JSON`, {
      hint: 'Run once without --last-failed first.',
    });
  }
}

function failedAddresses(report: unknown): readonly string[] {
  const listOf = (value: unknown) => (Array.isArray(value) ? value : []);
  const { scenarios, alike } = isJsonObject(report) ? report : {};
  return [...listOf(scenarios), ...listOf(alike)]
    .filter(isJsonObject)
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'blocked')
    .flatMap(({ address, addresses }) => [address, ...listOf(addresses)])
    .filter((address) => typeof address === 'string');
}
