import { plural } from './words.ts';

/** As `diffDocuments` gives it. */
interface Diff {
  readonly operations: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
  readonly changes: readonly Change[];
}

interface Change {
  readonly kind: string;
  readonly operation: string;
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  readonly breaking: boolean;
}

/** Added, removed and changed operations, what changed below each, `!` before what may break a caller. */
export function renderDocumentChanges({ operations, changes }: Diff): string {
  const breaking = changes.filter((change) => change.breaking).length;
  const { added, removed, changed, same } = operations;
  const counts = `operations: ${added} added, ${removed} removed, ${changed} changed, ${same} the same`;
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.operation);
    if (group === undefined) groups.set(change.operation, [change]);
    else group.push(change);
  }
  const lines = [...groups].flatMap(([operation, group]) => renderGroup(operation, group));
  const verdict = breaking === 0 ? 'nothing breaking' : plural(breaking, 'breaking change');
  return `${[...lines, ...(lines.length > 0 ? [''] : []), `${counts}; ${verdict}`].join('\n')}\n`;
}

function renderGroup(operation: string, group: readonly Change[]): readonly string[] {
  const [first] = group;
  if (first?.kind === 'operation-added') return [`  + ${operation}`];
  if (first?.kind === 'operation-removed') return [`! - ${operation}`];
  const isBreaking = group.some((change) => change.breaking);
  return [`${isBreaking ? '!' : ' '} ~ ${operation}`, ...group.map(renderChange)];
}

function renderChange({ kind, field, before, after, breaking }: Change): string {
  const mark = `${breaking ? '!' : ' '}     `;
  const where = `${kind.startsWith('answer') ? 'answer' : 'field'} ${field === '' ? '(whole)' : field}`;
  if (kind.endsWith('-added')) return `${mark}+ ${where}${kind === 'field-added' ? `: ${after}` : ''}`;
  if (kind.endsWith('-removed')) return `${mark}- ${where}`;
  const what = { 'values-changed': ' values', 'default-changed': ' default', 'lifecycle-changed': '' }[kind] ?? '';
  return `${mark}~ ${field === null ? 'lifecycle' : where}${what}: ${cut(before)} → ${cut(after)}`;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
