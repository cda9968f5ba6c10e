import { stringify } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BaselineEntry } from '../model/drift.ts';
import { type BaselineFileEntry, baselineFormat } from './formats/baseline-format.ts';
import { readOptional } from './read-folder.ts';
import { LIST_FORMAT, readList } from './versioned-list.ts';
import { parseYaml } from './yaml-source.ts';

export const BASELINE_FILE = 'drift-baseline.yaml';

/** A missing baseline file counts as empty. */
export async function loadBaseline(
  root: string,
  file: string,
  report: (diagnostic: Diagnostic) => void,
): Promise<readonly BaselineEntry[]> {
  const text = await readOptional(root, file);
  if (text === null) return [];
  const source = parseYaml(file, text);
  const { entries: read, diagnostics, pathOf } = readList<BaselineFileEntry>(source, baselineFormat);
  for (const diagnostic of diagnostics) report(diagnostic);
  const entries = read.map(({ field, ...entry }): BaselineEntry => ({ ...entry, field: field ?? null }));
  for (const [index, { fingerprint }] of entries.entries()) {
    if (entries.findIndex((each) => each.fingerprint === fingerprint) === index) continue;
    report({
      ...{ severity: 'error', code: 'fingerprint-duplicate', at: source.locate(pathOf(index)) },
      path: [...pathOf(index), 'fingerprint'].join('.'),
      message: `an earlier entry has the same fingerprint ${fingerprint}`,
      hint: 'remove one of the two entries',
    });
  }
  return entries;
}

/** Writes the entries in a fixed order. Equal entries thus give equal text. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const head = '# Known drifts. `parity audit --update-baseline` adds new ones; edit the reasons and dates.\n';
  const key = ({ operation, field, kind, fingerprint }: BaselineEntry) =>
    [operation, field ?? '', kind, fingerprint].join('\u0000');
  const sorted = entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const plain = sorted.map(({ fingerprint, kind, operation, field, reason, owner, expires }) => ({
    ...{ fingerprint, kind, operation },
    ...(field === null ? {} : { field }),
    ...{ reason, owner, expires },
  }));
  return head + stringify({ format: LIST_FORMAT, entries: plain }, { lineWidth: 120 });
}
