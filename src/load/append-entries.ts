import { isMap, isSeq, parseDocument, stringify } from 'yaml';
import { LIST_FORMAT } from './versioned-list.ts';

const HEAD = '# yaml-language-server: $schema=./schema/xfails.json\n';

type Entries = readonly { readonly [key: string]: unknown }[];

/** Appends entries to a ledger, without changes to the text and comments of existing entries. */
export function appendEntries(text: string | null, entries: Entries): string {
  const { contents } = parseDocument(text ?? '');
  const list = isMap(contents) ? contents.get('entries') : contents;
  if (isSeq(list) && list.flow !== true && list.items.length > 0) return appendItems(text ?? '', entries);
  const all = isSeq(list) ? [...list.toJSON(), ...entries] : entries;
  // A list such as `[a, b]` is written again with one item per line. Only comments that start a line are kept.
  const head = text === null || text.trim() === '' ? HEAD : commentsOf(text);
  return head + stringify({ format: LIST_FORMAT, entries: all }, { lineWidth: 120 });
}

function appendItems(text: string, entries: Entries): string {
  const indent = /^( *)- /m.exec(text)?.[1] ?? '';
  const added = stringify(entries, { lineWidth: 120 });
  return `${text.trimEnd()}\n${added.replace(/^(?=.)/gm, indent)}`;
}

function commentsOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => `${line}\n`)
    .join('');
}
