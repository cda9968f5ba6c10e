import { groupBy } from '../lib/group-by.ts';
import { plural } from '../lib/plural.ts';
import { DIFF_LEVELS, DIFF_RULES, type DiffLevel } from '../model/diff-rules.ts';
import type { DocumentChange, DocumentDiff } from '../model/document-diff.ts';
import { code, table } from './markdown-text.ts';

const HEADINGS: Readonly<Record<DiffLevel, string>> = {
  breaking: 'Breaking changes',
  warning: 'To review',
  info: 'Other changes',
};

export function renderDocumentChanges(diff: DocumentDiff): string {
  const sections = DIFF_LEVELS.flatMap((level) => {
    const changes = diff.changes.filter((change) => change.level === level);
    if (changes.length === 0) return [];
    const rules = [...groupBy(changes, ({ rule }) => rule)].flatMap(([rule, group]) => [
      `  ${rule}: ${titleOf(rule)}`,
      ...group.flatMap(changeLines).map((line) => `    ${line}`),
    ]);
    return [HEADINGS[level], ...rules, ''];
  });
  return `${[...sections, ...summarize(diff)].join('\n')}\n`;
}

export function renderChangelog(diff: DocumentDiff): string {
  const sections = DIFF_LEVELS.flatMap((level) => {
    const changes = diff.changes.filter((change) => change.level === level);
    if (changes.length === 0) return [];
    const rules = [...groupBy(changes, ({ rule }) => rule)].flatMap(([rule, group]) => [
      `### ${titleOf(rule)} (${code(rule)})`,
      '',
      ...table(['operation', 'where', 'before', 'after'], group.map(changeCells)),
      '',
    ]);
    return [`## ${HEADINGS[level]}`, '', ...rules];
  });
  return `${['# API changes', '', ...summarize(diff).map((line) => `${line}  `), '', ...sections].join('\n').trimEnd()}\n`;
}

function titleOf(rule: string): string {
  return DIFF_RULES.get(rule)?.title ?? rule;
}

/** Maximum number of operations in one line. The line only counts further operations. */
const MOST_NAMED = 1;

function changeLines(change: DocumentChange): readonly string[] {
  const { operations, before, after } = change;
  // A change of a whole operation, such as its removal, gets one line per operation.
  if (change.where === '' && change.operation !== '') return operations.map((each) => wholeLine(each, change));
  const rest = operations.length - MOST_NAMED;
  const more = rest > 0 ? ` (and ${plural(rest, 'more operation')})` : '';
  const subject = [change.operation, placeOf(change)].filter((part) => part !== '').join('  ') || WHOLE;
  return [`${subject}: ${cut(before)} → ${cut(after)}${more}`];
}

const WHOLE = 'the document';

function wholeLine(operation: string, { rule, before, after }: DocumentChange): string {
  return /^(operation|outgoing-request)-(added|removed)$/.test(rule)
    ? operation
    : `${operation}: ${cut(before)} → ${cut(after)}`;
}

function placeOf({ where, field }: DocumentChange): string {
  return `${where}${field === null || field === '' ? '' : ` ${field}`}`;
}

function changeCells(change: DocumentChange): readonly string[] {
  const { operations, operation, before, after } = change;
  const names = [operation, ...operations.filter((each) => each !== operation)].filter((each) => each !== '');
  return [names.map(code).join('<br>') || WHOLE, code(placeOf(change)), code(cut(before)), code(cut(after))];
}

function summarize({ operations, webhooks, counts, changes }: DocumentDiff): readonly string[] {
  const { added, removed, moved, changed, same } = operations;
  const movedWords = moved === 0 ? '' : ` (of these ${moved} moved)`;
  const unknown = changes.filter(({ rule }) => rule.endsWith('-not-compared')).length;
  const breaking = counts.breaking === 0 ? 'no breaking change was found' : plural(counts.breaking, 'breaking change');
  return [
    `operations: ${added} added, ${removed} removed${movedWords}, ${changed} changed, ${same} without a difference`,
    ...(Object.values(webhooks).some((count) => count > 0)
      ? [
          `webhooks: ${webhooks.added} added, ${webhooks.removed} removed, ${webhooks.changed} changed, ${webhooks.same} without a difference`,
        ]
      : []),
    `${breaking}; ${plural(counts.warning, 'warning')}, ${plural(counts.info, 'other change')}`,
    ...(unknown === 0
      ? []
      : [`${plural(unknown, 'difference')} could not be compared: see the rules that end in -not-compared`]),
  ];
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
