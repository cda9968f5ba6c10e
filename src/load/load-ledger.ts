import { nearest } from '../lib/nearest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { FINDING_KINDS, isFindingKind } from '../model/finding.ts';
import type { Ledger, Xfail } from '../model/ledger.ts';
import { type XfailFile, xfailsFormat } from './formats/xfails-format.ts';
import { readOptional } from './read-folder.ts';
import { readList } from './versioned-list.ts';
import { type Path, parseYaml, type YamlSource } from './yaml-source.ts';

type Report = (diagnostic: Diagnostic) => void;

/** The ledger of accepted findings; a file that is not there is an empty one. */
export async function loadLedger(root: string, file: string, report: Report): Promise<Ledger> {
  const text = await readOptional(root, file);
  if (text === null) return { file, entries: [] };
  const source = parseYaml(file, text);
  const { entries, diagnostics, pathOf } = readList<XfailFile>(source, xfailsFormat);
  for (const diagnostic of diagnostics) report(diagnostic);
  return { file, entries: entries.flatMap((entry, index) => toXfail(source, { entry, at: pathOf(index), report })) };
}

interface EntryInput {
  readonly entry: XfailFile;
  /** Where the entry stands. */
  readonly at: Path;
  readonly report: Report;
}

function toXfail(source: YamlSource, { entry, at, report }: EntryInput): Xfail[] {
  const { where, cause, field, places, reason, ref, owner, expires, strict } = entry;
  const kind = entry.kind ?? cause?.split('/')[0] ?? '';
  if (!isFindingKind(kind)) {
    const guess = nearest(kind, FINDING_KINDS);
    const hint = guess ? `did you mean "${guess}"?` : '`parity explain` lists the kinds';
    const path = [...at, entry.kind === undefined ? 'cause' : 'kind'];
    report({
      severity: 'error',
      code: 'xfail-unmatched',
      at: source.locate(path),
      path: path.join('.'),
      message: `must be a finding kind; was "${kind}"`,
      hint,
    });
    return [];
  }
  return [
    {
      where,
      place: placeOf(entry),
      kind,
      reason,
      owner,
      expires,
      strict: strict ?? false,
      at: source.locate(at),
      ...(cause !== undefined && entry.step !== undefined && { witness: entry.step }),
      ...(field !== undefined && { field }),
      ...(entry.try !== undefined && { tries: entry.try }),
      ...(places !== undefined && { places }),
      ...(ref !== undefined && { ref }),
    },
  ];
}

/** The format allows exactly one of them. */
function placeOf({ step, operation = '', cause }: XfailFile): Xfail['place'] {
  if (cause !== undefined) return { cause };
  return step === undefined ? { operation } : { step };
}
