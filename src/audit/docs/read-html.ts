import type { Block, Cell, Code, Row } from './block.ts';

/** An HTML page, as forgiving as a browser: a cell or item that is not closed ends where the next one begins. */
export function readHtml(text: string): readonly Block[] {
  const state: State = {
    blocks: [],
    text: '',
    codes: [],
    line: 1,
    startLine: 1,
    heading: 0,
    pre: null,
    code: null,
    table: null,
  };
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const end = open === -1 ? text.length : open;
    addText(text.slice(at, end), state);
    if (open === -1) break;
    at = readTag(text, open, state);
  }
  flush(state);
  endTable(state);
  return state.blocks;
}

export function isHtml({ file, text }: { readonly file: string; readonly text: string }): boolean {
  return /\.x?html?$/i.test(file) || /^\s*(<!doctype html|<html)/i.test(text.slice(0, 200));
}

interface State {
  readonly blocks: Block[];
  text: string;
  codes: Code[];
  line: number;
  startLine: number;
  heading: number;
  pre: { language: string; text: string; line: number } | null;
  code: { text: string; line: number } | null;
  table: { rows: Row[]; cells: Cell[]; line: number; isCell: boolean } | null;
}

function addText(raw: string, state: State): void {
  if (raw === '') return;
  const text = raw.includes('&') ? decode(raw) : raw;
  if (state.pre !== null) state.pre.text += text;
  else {
    if (state.text.trim() === '' && text.trim() !== '')
      state.startLine = state.line + (/^\s*/.exec(raw)?.[0].split('\n').length ?? 1) - 1;
    state.text += text;
    if (state.code !== null) state.code.text += text;
  }
  state.line += raw.split('\n').length - 1;
}

const BREAKS =
  /^(p|div|li|ul|ol|br|section|article|main|nav|header|footer|dl|dt|dd|blockquote|hr|body|html|details|summary)$/;

/** Handles one tag; returns where the text goes on. A `<` that opens no tag is text. */
function readTag(text: string, open: number, state: State): number {
  if (text.startsWith('<!--', open)) return skipTo('-->', { text, from: open, state });
  const head = /^<(\/?)([a-zA-Z][\w-]*)/.exec(text.slice(open, open + 40));
  if (head === null && !text.startsWith('<!', open) && !text.startsWith('<?', open)) {
    addText('<', state);
    return open + 1;
  }
  const close = text.indexOf('>', open);
  if (close === -1) return text.length;
  const tag = text.slice(open, close + 1);
  state.line += tag.split('\n').length - 1;
  const name = (head?.[2] ?? '').toLowerCase();
  if (head?.[1] === '' && (name === 'script' || name === 'style'))
    return skipTo(`</${name}`, { text, from: close, state });
  if (head !== null) (head[1] === '/' ? closeTag : openTag)(name, tag, state);
  return close + 1;
}

function skipTo(
  end: string,
  { text, from, state }: { readonly text: string; readonly from: number; readonly state: State },
): number {
  const found = text.indexOf(end, from);
  const to = found === -1 ? text.length : found + end.length;
  state.line += text.slice(from, to).split('\n').length - 1;
  if (!end.startsWith('</') || found === -1) return to;
  const close = text.indexOf('>', to);
  return close === -1 ? text.length : close + 1;
}

function openTag(name: string, tag: string, state: State): void {
  if (state.pre !== null) {
    const language = languageOf(tag);
    if (language !== '') state.pre.language = language;
    return;
  }
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (name === 'pre') {
    flush(state);
    state.pre = { language: languageOf(tag), text: '', line: state.line };
  } else if (level !== undefined) {
    flush(state);
    state.heading = Number(level);
  } else if (name === 'code' || name === 'tt' || name === 'kbd') {
    endCode(state);
    state.code = { text: '', line: state.line };
  } else if (name === 'table') {
    flush(state);
    endTable(state);
    state.table = { rows: [], cells: [], line: state.line, isCell: false };
  } else if (name === 'tr') endRow(state);
  else if (name === 'td' || name === 'th') {
    endCell(state);
    state.text = '';
    state.codes = [];
    if (state.table !== null) state.table.isCell = true;
  } else if (BREAKS.test(name) && state.table === null) flush(state);
  else if (BREAKS.test(name)) state.text += ' ';
}

function closeTag(name: string, _: string, state: State): void {
  if (state.pre !== null) {
    if (name === 'pre') endPre(state);
    return;
  }
  if (name === 'code' || name === 'tt' || name === 'kbd') endCode(state);
  else if (name === 'table') endTable(state);
  else if (name === 'tr') endRow(state);
  else if (name === 'td' || name === 'th') endCell(state);
  else if (/^h[1-6]$/.test(name) || (BREAKS.test(name) && state.table === null)) flush(state);
}

function endPre(state: State): void {
  const { pre } = state;
  state.pre = null;
  if (pre === null) return;
  const lead = /^\n*/.exec(pre.text)?.[0].length ?? 0;
  state.blocks.push({
    kind: 'code',
    language: pre.language,
    text: pre.text.slice(lead).trimEnd(),
    line: pre.line + lead,
  });
}

function endCode(state: State): void {
  if (state.code !== null) state.codes = [...state.codes, { text: state.code.text.trim(), line: state.code.line }];
  state.code = null;
}

function endCell(state: State): void {
  if (state.table === null || !state.table.isCell) return;
  endCode(state);
  state.table.cells.push({ text: squeeze(state.text), codes: state.codes });
  state.table.isCell = false;
  state.text = '';
  state.codes = [];
}

function endRow(state: State): void {
  endCell(state);
  if (state.table === null || state.table.cells.length === 0) return;
  state.table.rows.push({ cells: state.table.cells, line: state.line });
  state.table.cells = [];
}

function endTable(state: State): void {
  endRow(state);
  const { table } = state;
  state.table = null;
  const [header, ...rows] = table?.rows ?? [];
  if (table !== null && header !== undefined)
    state.blocks.push({ kind: 'table', header: header.cells, rows, line: table.line });
}

function flush(state: State): void {
  endPre(state);
  if (state.table !== null) return;
  endCode(state);
  const said = { text: squeeze(state.text), codes: state.codes, line: state.startLine };
  if (said.text !== '')
    state.blocks.push(
      state.heading > 0 ? { kind: 'heading', level: state.heading, ...said } : { kind: 'text', ...said },
    );
  state.text = '';
  state.codes = [];
  state.heading = 0;
}

function squeeze(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*[¶#]$/, '')
    .trim();
}

function languageOf(tag: string): string {
  return (
    /(?:language-|lang-|highlight-|brush:\s*|data-lang(?:uage)?=["'])([\w+-]+)/.exec(tag)?.[1] ?? ''
  ).toLowerCase();
}

const NAMED: { readonly [entity: string]: string } = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
};

function decode(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return NAMED[entity] ?? whole;
    const code =
      entity[1] === 'x' || entity[1] === 'X' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
}
