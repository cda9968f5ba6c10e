import { listWords } from '../lib/list-words.ts';
import { plural } from '../lib/plural.ts';
import { aligned } from './columns.ts';
import { printable } from './printable.ts';

export interface PlanFacts {
  readonly ids: {
    readonly makers: readonly {
      readonly operation: string;
      readonly gives: readonly {
        readonly field: string;
        readonly value: string;
        readonly inferred: boolean;
        readonly to: readonly string[];
      }[];
      readonly removedBy: { readonly operation: string; readonly inferred: boolean } | null;
    }[];
    readonly missing: readonly {
      readonly operation: string;
      readonly file: string;
      readonly field: string;
      readonly guess: string | null;
    }[];
    readonly unremoved: readonly { readonly operation: string; readonly file: string; readonly guess: string | null }[];
  };
  readonly target: string;
  readonly credentials: readonly {
    readonly actor: string;
    readonly kinds: readonly string[];
    readonly variables: readonly string[];
    readonly held: boolean;
    readonly scenarios: { readonly written: number; readonly generated: number };
  }[];
}

export function renderPlanFacts({ ids, target, credentials }: PlanFacts): string {
  const sections = [
    [
      'Ids: which operation creates an item and returns its id, and which operation removes the item',
      ids.makers.flatMap(makerLines),
    ],
    ['Missing: no operation is known to provide these ids', ids.missing.flatMap(missingLines)],
    [
      'Missing: no operation is known to remove the items that these operations create',
      ids.unremoved.flatMap(unremovedLines),
    ],
    [`Credentials that the scenarios need on ${printable(target)}`, aligned(credentials.map(credentialRow))],
  ] as const;
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${[title, ...lines].join('\n')}\n\n`)
    .join('');
}

type Ids = PlanFacts['ids'];

function makerLines({ operation, gives, removedBy }: Ids['makers'][number]): readonly string[] {
  const removal = removedBy === null ? [] : [`    removed by ${removedBy.operation}${inferredNote(removedBy)}`];
  const given = gives.map(
    (id) =>
      `    provides ${printable(id.field)} (${printable(id.value)}) to ${listWords(id.to, MOST_NAMED)}${inferredNote(id)}`,
  );
  return [`  ${operation}`, ...given, ...removal];
}

function inferredNote({ inferred }: { readonly inferred: boolean }): string {
  return inferred ? '  [inferred]' : '';
}

function missingLines({ operation, file, field, guess }: Ids['missing'][number]): readonly string[] {
  const from = guess ?? 'OPERATION';
  return [
    `  ${printable(field)} of ${operation}; add to ${printable(file)}:`,
    '      links:',
    `        ${printable(field)}: { from: ${from}, value: $response.body#/id }`,
    `    or, if one value always exists: example: { ${printable(field)}: … }`,
  ];
}

function unremovedLines({ operation, file, guess }: Ids['unremoved'][number]): readonly string[] {
  return [
    `  ${operation}; add to ${printable(file)}:`,
    `      cleanup: ${guess ?? 'OPERATION'}`,
    '    or, if no item has to be removed: cleanup: none',
  ];
}

function credentialRow({ actor, kinds, variables, held, scenarios }: PlanFacts['credentials'][number]): string[] {
  const { written, generated } = scenarios;
  const used = `${plural(written, 'scenario')} in suites, ${generated} generated`;
  const state = held ? 'set' : `not set: export ${variables.join('=… or ')}=…`;
  return [`  ${printable(actor)}`, kinds.map(printable).join(' or '), used, state];
}

const MOST_NAMED = 4;
