import type { Block, Cell, Code } from './block.ts';

/** A Markdown page line by line. Broken marks are text; nothing is looked at twice, so that a page of megabytes is no matter. */
export function readMarkdown(text: string): readonly Block[] {
  const lines = withoutComments(text).split(/\r?\n/);
  const blocks: Block[] = [];
  for (let at = frontMatterEnd(lines); at < lines.length; at++) {
    const line = lines[at] ?? '';
    const fence = /^\s*(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    if (fence !== null) {
      const end = fenceEnd(lines, at + 1, fence[1] ?? '```');
      const language = /^[{]?\.?([\w+-]*)/.exec(fence[2] ?? '')?.[1] ?? '';
      blocks.push({
        kind: 'code',
        language: language.toLowerCase(),
        text: dedent(lines.slice(at + 1, end)),
        line: at + 2,
      });
      at = end;
    } else if (isTableStart(lines, at)) {
      const end = tableEnd(lines, at + 2);
      const rows = lines
        .slice(at + 2, end)
        .map((row, index) => ({ cells: cellsOf(row, at + 3 + index), line: at + 3 + index }));
      blocks.push({ kind: 'table', header: cellsOf(line, at + 1), rows, line: at + 1 });
      at = end - 1;
    } else if (line.trim() !== '') blocks.push(lineBlock(line, lines[at + 1], at + 1));
  }
  return blocks;
}

function lineBlock(line: string, next: string | undefined, number: number): Block {
  const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
  const level = heading !== null ? (heading[1] ?? '').length : /^\s{0,3}=+\s*$/.test(next ?? '') ? 1 : 0;
  const body = heading?.[2] ?? line;
  const said = { text: plainText(body), codes: codesOf(body, number), line: number };
  return level === 0 ? { kind: 'text', ...said } : { kind: 'heading', level, ...said };
}

/** Comments are no part of the page; their line ends stay. */
function withoutComments(text: string): string {
  return text.includes('<!--')
    ? text.replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    : text;
}

function frontMatterEnd(lines: readonly string[]): number {
  if (lines[0] !== '---') return 0;
  const end = lines.indexOf('---', 1);
  return end === -1 ? 0 : end + 1;
}

/** A fence that is never closed ends with the page. */
function fenceEnd(lines: readonly string[], from: number, fence: string): number {
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    if (line.startsWith(fence) && line.replaceAll(fence.charAt(0), '') === '') return at;
  }
  return lines.length;
}

function dedent(lines: readonly string[]): string {
  const depth = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
    1000,
  );
  return lines.map((line) => line.slice(depth)).join('\n');
}

function isTableStart(lines: readonly string[], at: number): boolean {
  return (
    (lines[at] ?? '').includes('|') &&
    /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '') &&
    (lines[at + 1] ?? '').includes('-')
  );
}

function tableEnd(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lines[at] ?? '').includes('|') && (lines[at] ?? '').trim() !== '') at++;
  return at;
}

/** A `|` in code or behind a backslash does not end a cell. */
function cellsOf(row: string, line: number): readonly Cell[] {
  const cells: string[] = [''];
  let inCode = false;
  const text = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|\s*$/, '');
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '`') inCode = !inCode;
    if (character === '\\' && text.charAt(at + 1) === '|') cells.push(`${cells.pop() ?? ''}${text.charAt(++at)}`);
    else if (character === '|' && !inCode) cells.push('');
    else cells.push(`${cells.pop() ?? ''}${character}`);
  }
  return cells.map((cell) => ({ text: plainText(cell), codes: codesOf(cell, line) }));
}

function codesOf(text: string, line: number): readonly Code[] {
  const marked = text.includes('`') ? [...text.matchAll(/(`+)([^`]+)\1/g)].map((match) => match[2] ?? '') : [];
  const tagged = text.includes('<code')
    ? [...text.matchAll(/<code[^>]*>([^<]*)<\/code>/gi)].map((match) => match[1] ?? '')
    : [];
  return [...marked, ...tagged].map((code) => ({ text: code.trim(), line }));
}

function plainText(text: string): string {
  return text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/\*\*|__|`/g, '')
    .trim();
}
