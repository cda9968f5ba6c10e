import { compareText } from '../../lib/compare-text.ts';
import { groupBy } from '../../lib/group-by.ts';
import { listWords } from '../../lib/list-words.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { LINT_FAMILIES, LINT_NAMES, type LintFamily } from '../../model/lint.ts';
import type { Config } from '../../model/target.ts';
import { fieldSizes, fieldTypes, naming, times } from './lint-fields.ts';
import { lintLocations } from './lint-locations.ts';
import {
  confirmations,
  createStatuses,
  deleteStatuses,
  errorCodes,
  errorStatuses,
  itemEnvelopes,
  listEnvelopes,
  pagination,
  unknownFields,
} from './lint-responses.ts';
import type { ReadStatements, Statement } from './statement.ts';

const READERS: Readonly<Record<Exclude<LintFamily, 'location-inconsistent'>, ReadStatements>> = {
  'type-inconsistent': fieldTypes,
  'size-inconsistent': fieldSizes,
  'time-inconsistent': times,
  'naming-inconsistent': naming,
  'error-inconsistent': errorCodes,
  'error-status-inconsistent': errorStatuses,
  'create-inconsistent': createStatuses,
  'delete-inconsistent': deleteStatuses,
  'list-inconsistent': listEnvelopes,
  'item-inconsistent': itemEnvelopes,
  'confirmation-inconsistent': confirmations,
  'unknown-fields-inconsistent': unknownFields,
  'pagination-inconsistent': pagination,
};

/** Returns one warning per disagreement that `api.yaml` does not acknowledge. */
export function lintOperations(contracts: ContractSet, levels: Config['lint']): readonly Diagnostic[] {
  const found = LINT_NAMES.flatMap((family): readonly Diagnostic[] => {
    const severity = levels[family] ?? 'warning';
    if (severity === 'off') return [];
    if (family === 'location-inconsistent') return lintLocations(contracts, severity);
    return differingSubjects(READERS[family](contracts))
      .filter(({ subject }) => !contracts.api.lint.some((each) => each.lint === family && each.of === subject))
      .map((each) => toDiagnostic(family, severity, each));
  });
  return [...found, ...staleNotes(contracts, levels)];
}

interface Subject {
  readonly subject: string;
  /** Operations that agree form one group, and the largest group comes first. */
  readonly groups: readonly (readonly [says: string, statements: readonly Statement[]])[];
}

function differingSubjects(statements: readonly Statement[]): readonly Subject[] {
  return [...groupBy(statements, ({ subject }) => subject)]
    .map(([subject, all]) => ({ subject, groups: [...groupBy(all, ({ says }) => says)] }))
    .filter(({ groups }) => groups.length > 1)
    .map(({ subject, groups }) => ({ subject, groups: groups.sort(([, a], [, b]) => b.length - a.length) }))
    .sort((a, b) => compareText(a.subject, b.subject));
}

/** Reports the smallest group, because this group differs from most operations. */
function toDiagnostic(family: LintFamily, severity: 'error' | 'warning', { subject, groups }: Subject): Diagnostic {
  const [first] = groups.at(-1)?.[1] ?? [];
  const words = groups.map(([says, statements]) => `${says} in ${whoWords(statements)}`);
  return {
    severity,
    code: family,
    at: first?.at ?? { file: '', line: 1, column: 1 },
    path: first?.path ?? '',
    message: `${LINT_FAMILIES[family]}. ${subject}: ${words.join('; ')}`,
    hint: `make the operations consistent, or add \`{ lint: ${family}, of: "${subject}", note: … }\` to "acknowledged" in api.yaml`,
  };
}

const MOST_NAMED = 5;

function whoWords(statements: readonly Statement[]): string {
  return listWords([...new Set(statements.map(({ who }) => who))].sort(), MOST_NAMED);
}

/** Finds acknowledged disagreements that no longer exist. */
function staleNotes(contracts: ContractSet, levels: Config['lint']): readonly Diagnostic[] {
  return contracts.api.lint.flatMap(({ lint, of, at }) => {
    if (lint === 'location-inconsistent' || levels[lint] === 'off') return [];
    if (differingSubjects(READERS[lint](contracts)).some(({ subject }) => subject === of)) return [];
    const message = `acknowledges ${lint} of "${of}", but the contracts no longer have this inconsistency`;
    return [
      {
        severity: 'error',
        code: 'acknowledgement-stale',
        at,
        path: 'acknowledged',
        message,
        hint: 'remove this entry',
      },
    ];
  });
}
