import { isSeq, parseDocument, stringify } from 'yaml';

const HEAD = '# yaml-language-server: $schema=./schema/xfails.json\n';

/** The text of a ledger with further entries at its end. What stands in it stays as it is, comments included. */
export function appendEntries(text: string | null, entries: readonly { readonly [key: string]: unknown }[]): string {
  const added = stringify(entries, { lineWidth: 120 });
  if (text === null || text.trim() === '') return HEAD + added;
  const { contents } = parseDocument(text);
  if (!isSeq(contents) || contents.items.length === 0)
    return `${text.replace(/^\s*\[\s*\]\s*$/m, '').trimEnd()}\n${added}`;
  if (contents.flow === true) return HEAD + stringify([...contents.toJSON(), ...entries], { lineWidth: 120 });
  const indent = /^( *)- /m.exec(text)?.[1] ?? '';
  return `${text.trimEnd()}\n${added.replace(/^(?=.)/gm, indent)}`;
}
