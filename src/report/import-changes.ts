import { groupBy } from '../lib/group-by.ts';
import { plural } from '../lib/plural.ts';

interface Change {
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'kept';
  readonly what: string;
  readonly detail: string;
}

const MARKS = { added: '+', removed: '-', changed: '~', kept: '=' } as const;

export function renderImportChanges(changes: readonly Change[], remarks: readonly string[]): string {
  const lines = [...groupBy(changes, ({ file }) => file)].flatMap(([file, group]) => renderGroup(file, group));
  const said = remarks.map((remark) => `  ? ${remark}`);
  return `${[...lines, ...said, summary(changes)].join('\n')}\n`;
}

const WHOLE = new Set(['operation', 'schema', 'api', 'file']);

function renderGroup(file: string, group: readonly Change[]): readonly string[] {
  const whole = group.find(({ what, kind }) => WHOLE.has(what) && kind !== 'changed');
  if (whole !== undefined) return [`  ${MARKS[whole.kind]} ${file}${detail(whole.detail, '  ')}`];
  return [
    `  ~ ${file}`,
    ...group.map((change) => `      ${MARKS[change.kind]} ${change.what}${detail(change.detail, ': ')}`),
  ];
}

function detail(text: string, before: string): string {
  return text === '' ? '' : before + text;
}

function summary(changes: readonly Change[]): string {
  const count = (kind: Change['kind']) =>
    changes.filter((change) => change.what === 'operation' && change.kind === kind).length;
  const operations = new Set(
    changes
      .filter(
        ({ file, what, kind }) =>
          kind !== 'kept' && !WHOLE.has(what) && !file.startsWith('schemas/') && file !== 'api.yaml',
      )
      .map(({ file }) => file),
  );
  const kept = changes.filter(({ kind }) => kind === 'kept').length;
  if (changes.length === 0) return 'nothing changed';
  const left = kept === 0 ? '' : `; ${plural(kept, 'part')} kept as written in the contracts`;
  return `operations: ${count('added')} added, ${count('removed')} removed, ${operations.size} changed${left}`;
}
