import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Block, Cell, Code, Row } from './block.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Accepts mistakes that browsers accept, such as a `<td>` without an end tag. */
export function readHtml(text: string): readonly Block[] {
  const state: State = {
    source: text,
    blocks: [],
    text: '',
    codes: [],
    startLine: 1,
    heading: 0,
    pre: null,
    code: null,
    table: null,
  };
  // Uses a loop instead of a recursion, because unclosed elements may be nested thousands of levels deep.
  const stack: { readonly node: Node; readonly leave: boolean }[] = [
    { node: parse(text, { sourceCodeLocationInfo: true, scriptingEnabled: false }), leave: false },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, leave } = next;
    if (leave) {
      if ('tagName' in node) closeElement(node.tagName, state);
    } else if (node.nodeName === '#text' && 'value' in node) addText(node.value, lineOf(node), state);
    else if ('childNodes' in node && !NOT_SHOWN.test(node.nodeName)) {
      if ('tagName' in node) openElement(node, state);
      stack.push({ node, leave: true });
      for (const child of node.childNodes.toReversed()) stack.push({ node: child, leave: false });
    }
  }
  flush(state);
  return state.blocks;
}

export function isHtml({ file, text }: { readonly file: string; readonly text: string }): boolean {
  return /\.x?html?$/i.test(file) || /^\s*(<!doctype html|<html)/i.test(text.slice(0, 200));
}

const NOT_SHOWN = /^(script|style|template)$/;
const CODE = /^(code|tt|kbd)$/;
const BREAKS =
  /^(p|div|li|ul|ol|br|section|article|main|nav|header|footer|dl|dt|dd|blockquote|hr|body|html|head|title|details|summary)$/;

interface State {
  readonly source: string;
  readonly blocks: Block[];
  text: string;
  codes: Code[];
  startLine: number;
  heading: number;
  pre: { language: string; text: string; line: number } | null;
  code: { text: string; line: number } | null;
  table: { rows: Row[]; cells: Cell[]; line: number; rowLine: number } | null;
}

/** If a page leaves out an element such as `<tbody>`, parse5 adds the element without a line number. */
function lineOf(node: Node): number {
  return ('sourceCodeLocation' in node ? node.sourceCodeLocation?.startLine : undefined) ?? 1;
}

function addText(text: string, line: number, state: State): void {
  if (state.pre !== null) {
    state.pre.text += text;
    return;
  }
  if (state.text.trim() === '' && text.trim() !== '')
    state.startLine = line + (/^\s*/.exec(text)?.[0].split('\n').length ?? 1) - 1;
  state.text += text;
  if (state.code !== null) state.code.text += text;
}

function openElement(element: Element, state: State): void {
  const name = element.tagName;
  const line = lineOf(element);
  if (state.pre !== null) {
    state.pre.language = languageOf(element) || state.pre.language;
    return;
  }
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (name === 'pre') {
    flush(state);
    state.pre = { language: nearestLanguage(element), text: '', line: firstLineOf(element, state.source) };
  } else if (level !== undefined) {
    flush(state);
    state.heading = Number(level);
  } else if (CODE.test(name)) {
    endCode(state);
    state.code = { text: '', line };
  } else if (name === 'table') {
    flush(state);
    endTable(state);
    state.table = { rows: [], cells: [], line, rowLine: line };
  } else if (name === 'td' || name === 'th') {
    Object.assign(state, { text: '', codes: [] });
    if (state.table !== null && state.table.cells.length === 0) state.table.rowLine = line;
  } else if (BREAKS.test(name)) {
    if (state.table === null) flush(state);
    else state.text += ' ';
  }
}

function closeElement(name: string, state: State): void {
  if (name === 'pre') endPre(state);
  else if (state.pre !== null) return;
  else if (CODE.test(name)) endCode(state);
  else if (name === 'table') endTable(state);
  else if (name === 'tr') endRow(state);
  else if (name === 'td' || name === 'th') endCell(state);
  else if (/^h[1-6]$/.test(name) || BREAKS.test(name)) flush(state);
}

function endPre(state: State): void {
  const { pre } = state;
  state.pre = null;
  if (pre === null) return;
  const lead = /^\n*/.exec(pre.text)?.[0].length ?? 0;
  const text = pre.text.slice(lead).trimEnd();
  state.blocks.push({ kind: 'code', language: pre.language, text, line: pre.line + lead });
}

function endCode(state: State): void {
  if (state.code !== null) state.codes = [...state.codes, { text: state.code.text.trim(), line: state.code.line }];
  state.code = null;
}

function endCell(state: State): void {
  if (state.table === null) return;
  endCode(state);
  state.table.cells.push({ text: squeeze(state.text), codes: state.codes });
  Object.assign(state, { text: '', codes: [] });
}

function endRow({ table }: State): void {
  if (table === null || table.cells.length === 0) return;
  table.rows.push({ cells: table.cells, line: table.rowLine });
  table.cells = [];
}

function endTable(state: State): void {
  const { table } = state;
  state.table = null;
  const [header, ...rows] = table?.rows ?? [];
  if (table !== null && header !== undefined)
    state.blocks.push({ kind: 'table', header: header.cells, rows, line: table.line });
}

function flush(state: State): void {
  if (state.table !== null) return;
  endCode(state);
  const said = { text: squeeze(state.text), codes: state.codes, line: state.startLine };
  if (said.text !== '')
    state.blocks.push(
      state.heading > 0 ? { kind: 'heading', level: state.heading, ...said } : { kind: 'text', ...said },
    );
  Object.assign(state, { text: '', codes: [], heading: 0 });
}

function squeeze(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*[¶#]$/, '')
    .trim();
}

/** HTML ignores a line end directly after `<pre>`. */
function firstLineOf(element: Element, source: string): number {
  const tag = element.sourceCodeLocation?.startTag;
  if (tag === undefined) return lineOf(element);
  return tag.endLine + (/^\r?\n/.test(source.slice(tag.endOffset, tag.endOffset + 2)) ? 1 : 0);
}

/** Sphinx and GitHub state the language of a code block on an element around `<pre>`. */
function nearestLanguage(element: Element): string {
  let at: Element | null = element;
  for (let steps = 0; at !== null && steps < 3; steps++) {
    const language = languageOf(at);
    if (language !== '') return language;
    at = at.parentNode !== null && 'tagName' in at.parentNode ? at.parentNode : null;
  }
  return '';
}

function languageOf({ attrs }: Element): string {
  const value = (name: string) => attrs.find((each) => each.name === name)?.value;
  const named = /(?:^|\s)(?:language-|lang-|highlight-(?:source-)?|brush:\s*)([\w+-]+)/.exec(value('class') ?? '')?.[1];
  return (named ?? value('data-lang') ?? value('data-language') ?? '').toLowerCase();
}
