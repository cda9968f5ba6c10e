import { readFile } from 'node:fs/promises';
import type { Io } from '../app/io.ts';
import { userError } from '../lib/error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { FINDING_KINDS, isFindingKind } from '../model/finding.ts';
import { renderExplain, renderKinds } from '../report/explain.ts';

/** If no kind is given, lists all kinds of findings. */
export async function explain(kind: string | undefined, io: Io): Promise<number> {
  if (kind === undefined) {
    io.out(renderKinds());
    return 0;
  }
  if (!isFindingKind(kind)) {
    throw userError('kind-unknown', `"${kind}" is not a finding kind`, {
      hint: didYouMean(kind, FINDING_KINDS) ?? '`parity explain` lists them.',
    });
  }
  io.out(renderExplain(kind, await readPage(kind)));
  return 0;
}

/** The npm package contains the folder `docs/findings`, next to the bundled code. */
async function readPage(kind: string): Promise<string> {
  return readFile(new URL(`../docs/findings/${kind}.md`, import.meta.url), 'utf8');
}
