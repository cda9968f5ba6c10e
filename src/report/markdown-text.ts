import { printable } from './printable.ts';

/** Text of a server or a client as code in Markdown: it must not become markup. */
export function code(text: string): string {
  const safe = printable(text).replaceAll('\n', ' ').replaceAll('`', "'");
  return safe === '' ? '' : `\`${safe}\``;
}

/** The same as running text. */
export function plainText(text: string): string {
  return printable(text)
    .replaceAll(/[<>&`*_[\]]/g, (character) => `\\${character}`)
    .replaceAll('\n', ' ');
}

/** A cell of a table: nothing in it can end the cell. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** A block of code that its content cannot end. */
export function block(language: string, lines: readonly string[]): string {
  const text = lines.map(printable).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
