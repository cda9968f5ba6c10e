import { printable } from './printable.ts';

/** Text from a server or client could otherwise become markup. */
export function code(text: string): string {
  const safe = printable(text).replaceAll('\n', ' ').replaceAll('`', "'");
  return safe === '' ? '' : `\`${safe}\``;
}

export function plainText(text: string): string {
  return printable(text)
    .replaceAll(/[<>&`*_[\]]/g, (character) => `\\${character}`)
    .replaceAll('\n', ' ');
}

/** Escapes what would end a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** The content cannot end the block, and lines keep their indentation. */
export function block(language: string, lines: readonly string[]): string {
  const text = lines.map((line) => `${/^ */.exec(line)}${printable(line)}`).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(line)];
}
