import type { Nodes, Parents, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Block, Cell, Code } from './block.ts';

/** Code fences in more than three nested indented blocks are not read. */
const DEEPEST = 3;

/** Like MDX and unlike CommonMark, accepts a code fence directly after an HTML tag. */
export function readMarkdown(text: string): readonly Block[] {
  return readPart(withoutDeepLines(withoutComments(withoutFrontMatter(text))), { line: 1, depth: 0 });
}

interface Part {
  readonly line: number;
  readonly depth: number;
}

function readPart(text: string, { line, depth }: Part): readonly Block[] {
  const root = fromMarkdown(text, {
    extensions: [gfm(), { disable: { null: ['htmlFlow'] } }],
    mdastExtensions: [gfmFromMarkdown()],
  });
  return [...blockNodes(root)].flatMap((node): readonly Block[] => {
    const start = lineOf(node) + line - 1;
    switch (node.type) {
      case 'heading': {
        const lines = linesOf(node).map((each) => ({ ...each, line: each.line + line - 1 }));
        const said = lines.map((each) => each.text).join(' ');
        const codes = lines.flatMap((each) => codesAt(each));
        return [{ kind: 'heading', level: node.depth, text: said, codes, line: start }];
      }
      case 'paragraph':
        return linesOf(node).map((each) => {
          const moved = { ...each, line: each.line + line - 1 };
          return { kind: 'text', text: moved.text, codes: codesAt(moved), line: moved.line };
        });
      case 'code':
        return codeBlocks(node, { text, line: start, depth });
      case 'table':
        return [tableBlock(node, line)];
      default:
        return [];
    }
  });
}

/** A recursion would overflow the stack, because quotes may be nested thousands of levels deep. */
function* blockNodes(root: Nodes): Generator<Nodes> {
  const stack: Nodes[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (/^(heading|paragraph|code|table)$/.test(node.type)) yield node;
    else if (isParent(node)) stack.push(...node.children.toReversed());
  }
}

function isParent(node: Nodes): node is Parents {
  return 'children' in node;
}

function lineOf({ position }: Nodes): number {
  return position?.start.line ?? 1;
}

interface CodeSource extends Part {
  readonly text: string;
}

function codeBlocks(node: Extract<Nodes, { type: 'code' }>, { text, line, depth }: CodeSource): readonly Block[] {
  const isFenced = /[`~]/.test(text.charAt(node.position?.start.offset ?? 0));
  // In MkDocs, tab panels and admonitions are indented like code, but may contain code fences.
  if (!isFenced && depth < DEEPEST && /^\s*(```|~~~)/m.test(node.value))
    return readPart(node.value, { line, depth: depth + 1 });
  const language = /^[{]?\.?([\w+-]*)/.exec(node.lang ?? '')?.[1] ?? '';
  return [
    { kind: 'code', language: language.toLowerCase(), text: dedent(node.value), line: isFenced ? line + 1 : line },
  ];
}

function dedent(text: string): string {
  const lines = text.split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const depth = depths.reduce((least, each) => Math.min(least, each), 1000);
  return lines.map((line) => line.slice(depth)).join('\n');
}

function tableBlock(table: Table, line: number): Block {
  const [header, ...rows] = table.children.map((row) => {
    const rowLine = lineOf(row) + line - 1;
    return { line: rowLine, cells: row.children.map((cell) => cellOf(cell, rowLine)) };
  });
  return { kind: 'table', header: header?.cells ?? [], rows, line: lineOf(table) + line - 1 };
}

function cellOf(node: Nodes, line: number): Cell {
  const lines = linesOf(node);
  const codes = lines.flatMap((each) => codesAt({ ...each, line }));
  return { text: lines.map(({ text }) => text).join(' '), codes };
}

interface TextLine {
  readonly line: number;
  readonly text: string;
  readonly codes: readonly string[];
}

function codesAt({ codes, line }: TextLine): readonly Code[] {
  return codes.map((text) => ({ text: text.trim(), line }));
}

/** Splits running text into lines without markup, because each claim needs its own line number. */
function linesOf(node: Nodes): readonly TextLine[] {
  const lines = new Map<number, { text: string; codes: string[] }>();
  let tagged: { text: string; line: number } | null = null;
  const at = (line: number) => {
    const found = lines.get(line) ?? { text: '', codes: [] };
    lines.set(line, found);
    return found;
  };
  for (const { text, line, kind } of leavesOf(node)) {
    if (kind === 'tag') {
      if (/^<(code|tt|kbd)\b/i.test(text)) tagged = { text: '', line };
      else if (/^<\/(code|tt|kbd)\b/i.test(text) && tagged !== null) {
        at(tagged.line).codes.push(tagged.text);
        tagged = null;
      }
      continue;
    }
    at(line).text += text;
    if (kind === 'code') at(line).codes.push(text);
    if (tagged !== null) tagged.text += text;
  }
  return [...lines]
    .map(([line, { text, codes }]) => ({ line, text: text.trim(), codes }))
    .filter(({ text }) => text !== '');
}

interface Leaf {
  readonly kind: 'text' | 'code' | 'tag';
  readonly text: string;
  readonly line: number;
}

function* leavesOf(root: Nodes): Generator<Leaf> {
  const stack: Nodes[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const line = lineOf(node);
    if (node.type === 'text')
      for (const [index, text] of node.value.split('\n').entries()) yield { kind: 'text', text, line: line + index };
    else if (node.type === 'inlineCode') yield { kind: 'code', text: node.value, line };
    else if (node.type === 'html') yield { kind: 'tag', text: node.value, line };
    else if (node.type === 'image') yield { kind: 'text', text: node.alt ?? '', line };
    else if (isParent(node)) stack.push(...node.children.toReversed());
  }
}

/** Keeps the line breaks of removed comments, because later lines must keep their numbers. */
function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (let open = text.indexOf('<!--'); open !== -1; open = text.indexOf('<!--', at)) {
    const close = text.indexOf('-->', open + 4);
    if (close === -1) break;
    kept.push(text.slice(at, open), text.slice(open, close).replaceAll(/[^\n]/g, ''));
    at = close + 3;
  }
  return [...kept, text.slice(at)].join('');
}

/** Keeps the line breaks of the front matter, because later lines must keep their numbers. */
function withoutFrontMatter(text: string): string {
  const matter = /^---\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0] ?? '';
  return matter.replaceAll(/[^\n]/g, '') + text.slice(matter.length);
}

/** Removes deeply nested lines, because the parser's time grows with the square of the nesting depth. */
function withoutDeepLines(text: string): string {
  return text.replaceAll(/^(?:[ \t]*(?:>|[-+*][ \t]|\d+[.)][ \t])){50}.*$/gm, '');
}
