import { DIFF_LEVELS, DIFF_RULES, type DiffLevel, type PartialSide, recordedRule } from '../../model/diff-rules.ts';
import type { DocumentChange } from '../../model/document-diff.ts';
import type { Config } from '../../model/target.ts';
import type { Difference } from './operation-pair.ts';

/** A value that was compared once for all its uses. */
interface Shared {
  readonly at: object;
  readonly index: number;
}

export interface ChangeSink {
  readonly add: (operation: string, difference: Difference, shared?: Shared) => void;
  /** Returns the operations with a change so far. */
  readonly operations: () => ReadonlySet<string>;
  readonly finish: () => readonly DocumentChange[];
}

interface Draft {
  /** The place with the shortest path to it, and the operation of that place. */
  shown: Difference & { readonly operation: string };
  readonly operations: Set<string>;
}

export interface DiffOptions {
  readonly levels?: Config['diff'];
  /** This side is a recording, so what it lacks may still exist. */
  readonly partial?: PartialSide;
}

/** Collects changes. A change of a shared schema, or equal changes of several operations, are added once. */
export function createSink({ levels = {}, partial }: DiffOptions): ChangeSink {
  const shares = new Map<object, Map<string, Draft>>();
  const alike = new Map<string, Draft>();
  const touched = new Set<string>();
  const levelOf = (rule: string) => levels[rule] ?? DIFF_RULES.get(rule)?.level ?? 'info';
  return {
    add: (operation, stated, shared) => {
      const name = partial === undefined ? stated.rule : recordedRule(stated.rule, stated.before, partial);
      if (name === null || levelOf(name) === 'off') return;
      const difference = { ...stated, rule: name };
      touched.add(operation);
      const mine = shared === undefined ? undefined : (shares.get(shared.at) ?? new Map<string, Draft>());
      const sharedKey = `${difference.rule} ${shared?.index}`;
      const { rule, where, field, before, after } = difference;
      const draft =
        mine?.get(sharedKey) ??
        take(alike, [rule, where, field ?? '', before, after].join('\u0000'), operation, difference);
      draft.operations.add(operation);
      if (depthOf(difference) < depthOf(draft.shown)) draft.shown = { ...difference, operation };
      mine?.set(sharedKey, draft);
      if (shared !== undefined && mine !== undefined) shares.set(shared.at, mine);
    },
    operations: () => touched,
    finish: () => sortChanges([...alike.values()].map((draft) => finish(draft, levelOf(draft.shown.rule)))),
  };
}

function take(alike: Map<string, Draft>, key: string, operation: string, difference: Difference): Draft {
  const known = alike.get(key);
  if (known !== undefined) return known;
  const draft: Draft = { shown: { ...difference, operation }, operations: new Set() };
  alike.set(key, draft);
  return draft;
}

function depthOf({ field = '' }: Difference): number {
  return field.split('/').length;
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
