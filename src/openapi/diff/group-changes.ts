import { DIFF_LEVELS, DIFF_RULES, type DiffLevel, type PartialSide, recordedRule } from '../../model/diff-rules.ts';
import type { DocumentChange } from '../../model/document-diff.ts';
import type { Config } from '../../model/target.ts';
import type { Difference } from './operation-pair.ts';

export interface ChangeSink {
  /** The argument `operation` appears in the message. The argument `all` contains every affected operation. */
  readonly add: (operation: string, difference: Difference, all?: Iterable<string>) => void;
  readonly operations: () => ReadonlySet<string>;
  readonly finish: () => readonly DocumentChange[];
}

interface Draft {
  readonly shown: Difference & { readonly operation: string };
  readonly operations: Set<string>;
}

export interface DiffOptions {
  readonly levels?: Config['diff'];
  /** The document that is a recording, and may therefore lack parts of the API. */
  readonly partial?: PartialSide;
}

/** Equal changes of several operations become one change. */
export function createSink({ levels = {}, partial }: DiffOptions): ChangeSink {
  const alike = new Map<string, Draft>();
  const touched = new Set<string>();
  const levelOf = (rule: string) => levels[rule] ?? DIFF_RULES.get(rule)?.level ?? 'info';
  return {
    add: (operation, stated, all = [operation]) => {
      const rule = partial === undefined ? stated.rule : recordedRule(stated.rule, stated.before, partial);
      if (rule === null || levelOf(rule) === 'off') return;
      const { where, field, before, after } = stated;
      const key = [rule, where, field ?? '', before, after].join('\u0000');
      const draft = alike.get(key) ?? { shown: { ...stated, rule, operation }, operations: new Set() };
      alike.set(key, draft);
      for (const each of all) {
        touched.add(each);
        draft.operations.add(each);
      }
    },
    operations: () => touched,
    finish: () => sortChanges([...alike.values()].map((draft) => finish(draft, levelOf(draft.shown.rule)))),
  };
}

function finish({ shown, operations }: Draft, stated: DiffLevel | 'off'): DocumentChange {
  const { rule, operation, where, field, before, after } = shown;
  const level = stated === 'off' ? 'info' : stated;
  const sorted = [...operations].filter((each) => each !== '').sort();
  const direction = DIFF_RULES.get(rule)?.direction ?? null;
  const place = { operation, where, field: field ?? null };
  return { rule, level, breaking: level === 'breaking', direction, ...place, before, after, operations: sorted };
}

function sortChanges(changes: readonly DocumentChange[]): readonly DocumentChange[] {
  const rules = [...DIFF_RULES.keys()];
  const rank = new Map(rules.map((rule, at) => [rule, at]));
  const place = ({ operation, where, field, before }: DocumentChange) =>
    [operation, where, field ?? '', before].join('\u0000');
  return changes
    .map((change) => ({ change, key: place(change) }))
    .sort(
      ({ change: a, key: x }, { change: b, key: y }) =>
        DIFF_LEVELS.indexOf(a.level) - DIFF_LEVELS.indexOf(b.level) ||
        (rank.get(a.rule) ?? 0) - (rank.get(b.rule) ?? 0) ||
        (x < y ? -1 : x > y ? 1 : 0),
    )
    .map(({ change }) => change);
}
