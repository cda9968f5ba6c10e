import type { Citation } from '../../model/surface.ts';
import type { Block, Cell, Code, Page } from './block.ts';
import type { Claim, ClaimedPage, Owner, ParameterRow } from './claim.ts';
import { curlClaims, endpoint, endpointIn, endpointsIn, httpClaims } from './endpoint-claims.ts';
import { type ExampleReaders, exampleClaims } from './example-claims.ts';
import { isHtml, readHtml } from './read-html.ts';
import { readMarkdown } from './read-markdown.ts';
import { shellCommands } from './shell-words.ts';
import { type Column, columnsOf, readRequirement, readYesNo } from './table-columns.ts';

export interface ReadPage extends Page {
  readonly blocks: readonly Block[];
  /** The number of the first unread line, or null if the whole page was read. */
  readonly unreadFrom: number | null;
}

/** Maximum number of characters, because parsing a megabyte of Markdown takes seconds. */
const LIMITS = { html: 8_000_000, markdown: 1_000_000 };

export function readPage(page: Page, limit?: number): ReadPage {
  const kind = isHtml(page) ? 'html' : 'markdown';
  const most = limit ?? LIMITS[kind];
  const end = page.text.length <= most ? page.text.length : page.text.lastIndexOf('\n', most) + 1 || most;
  const text = page.text.slice(0, end);
  const unreadFrom = end === page.text.length ? null : text.split('\n').length;
  return { ...page, blocks: kind === 'html' ? readHtml(text) : readMarkdown(text), unreadFrom };
}

export function findClaims({ file, text, blocks, unreadFrom }: ReadPage, readers: ExampleReaders): ClaimedPage {
  const lines = text.split('\n');
  const cite = (line: number): Citation => ({ file, line, excerpt: (lines[line - 1] ?? '').trim().slice(0, 160) });
  const context: Context = { cite, readers, owner: null };
  const claims = blocks.flatMap((block) => blockClaims(block, context));
  if (unreadFrom === null) return { file, claims };
  const said = `${file} is too long: only the part before line ${unreadFrom} was examined. Split the page into several files, and pass each file with --docs.`;
  return { file, claims: [...claims, { kind: 'unexamined', text: said, at: cite(unreadFrom) }] };
}

interface Context {
  readonly cite: (line: number) => Citation;
  readonly readers: ExampleReaders;
  /** The method or endpoint in the last heading. Null if the heading contains no method and no endpoint. */
  owner: Owner | null;
}

function blockClaims(block: Block, context: Context): readonly Claim[] {
  switch (block.kind) {
    case 'heading':
      context.owner = ownerOf(block);
      return textClaims(block, context);
    case 'text':
      return textClaims(block, context);
    case 'table':
      return tableClaims(block, context);
    case 'code':
      return codeClaims(block, context);
  }
}

function ownerOf({ text, codes }: Extract<Block, { kind: 'heading' }>): Owner | null {
  const line = endpointIn(text);
  if (line !== null) return { kind: 'endpoint', ...line };
  for (const each of [...codes.map((code) => code.text), text.replace(/\(.*$/s, '()')]) {
    const call = readCallText(each);
    if (call !== null && (call.words.length > 1 || call.names !== null || codes.length > 0))
      return { kind: 'method', words: call.words };
  }
  return null;
}

function textClaims(
  { text, codes, line }: { readonly text: string; readonly codes: readonly Code[]; readonly line: number },
  { cite }: Context,
): readonly Claim[] {
  const requests = endpointsIn(text).map(({ method, path }) => endpoint(method, path, cite(line)));
  return [...requests, ...codes.flatMap((code) => inlineClaims(code, cite))];
}

function inlineClaims({ text, line }: Code, cite: Context['cite']): readonly Claim[] {
  const at = cite(line);
  if (/^(GET|POST|PUT|PATCH|DELETE|HEAD)\s/.test(text)) return [];
  if (/^[A-Z]\w*(Error|Exception)$/.test(text)) return [{ kind: 'exception', name: text, status: null, at }];
  const assigned = /^[A-Za-z_]\w*\s*=\s*(?:await\s+|new\s+)?(?=[A-Za-z_][\w.]*\()/.exec(text)?.[0] ?? '';
  const call = readCallText(text.slice(assigned.length));
  if (call === null) return commandClaims(text, { cite, line, inline: true });
  if (call.names === null)
    return [
      { kind: 'mention', words: call.words, at },
      { kind: 'command', words: call.words, options: [], at },
    ];
  const named = call.names.map((name, position) => ({ name, position, member: false, value: undefined, at }));
  return [{ kind: 'call', words: call.words, arguments: named, at }];
}

interface Shell {
  readonly cite: Context['cite'];
  readonly line: number;
  readonly inline: boolean;
}

function commandClaims(text: string, { cite, line, inline }: Shell): readonly Claim[] {
  return shellCommands(text).flatMap((command): readonly Claim[] => {
    const at = cite(line + command.line);
    const words = command.words.filter(
      (word, index) => !(index < 3 && /^[A-Z_][A-Z\d_]*=/.test(word)) && !/^(sudo|npx|uvx|-y)$/.test(word),
    );
    if (words[0] === 'curl') return curlClaims(words, at);
    if (inline && !/^[\w@./-]+(\s|$)/.test(text)) return [];
    const options = words.filter((word) => /^\[?--?[a-z]/i.test(word)).map((word) => word.replaceAll(/[[\]]/g, ''));
    return [
      { kind: 'command', words: leadingWords(words), options: options.map((each) => each.split('=')[0] ?? each), at },
    ];
  });
}

/** Words after the first option may be values of options, not parts of the command's name. */
function leadingWords(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => /^\[?-/.test(word));
  return first === -1 ? words : words.slice(0, first);
}

const SHELL = new Set(['bash', 'sh', 'shell', 'console', 'zsh', 'terminal', 'shell-session']);

function codeClaims(block: Extract<Block, { kind: 'code' }>, { cite, readers }: Context): readonly Claim[] {
  const { language, text, line } = block;
  const read = exampleClaims(block, readers, cite);
  if (read !== null) return read;
  const request = httpClaims(text, (inner) => cite(line + inner));
  if (request.length > 0) return request;
  const isShell = SHELL.has(language) || (language === '' && /^\s*(\$\s|curl\s)/m.test(text));
  return isShell ? commandClaims(text, { cite, line, inline: false }) : [];
}

function tableClaims(table: Extract<Block, { kind: 'table' }>, context: Context): readonly Claim[] {
  const { cite, owner } = context;
  const columns = columnsOf(table.header);
  const inside = table.rows.flatMap(({ cells, line }): readonly Claim[] => {
    const at = cite(line);
    const pair = endpointCells(cells);
    const requests: readonly Claim[] = pair === null ? [] : [endpoint(pair.method, pair.path, at)];
    const [first, second] = cells;
    const name = first?.codes[0]?.text ?? '';
    if (/^[A-Z]\w*(Error|Exception)$/.test(name))
      return [{ kind: 'exception', name, status: second?.text ?? null, at }];
    return [
      ...requests,
      ...cells.flatMap(({ codes }) => codes.flatMap((code) => inlineClaims({ ...code, line }, cite))),
    ];
  });
  const isParameters =
    columns.includes('name') && columns.length > 1 && columns.some((each) => each !== null && each !== 'name');
  if (!isParameters || owner === null) return inside;
  const rows = table.rows.flatMap((row) => parameterRow(row.cells, { columns, at: cite(row.line) }));
  const exceptions = inside.filter(({ kind }) => kind === 'exception');
  return exceptions.length > 0 ? inside : [{ kind: 'parameters', owner, rows, at: cite(table.line) }];
}

function endpointCells(cells: readonly Cell[]): { readonly method: string; readonly path: string } | null {
  const together = endpointIn(cells.map(({ text }) => text).join(' | '));
  if (together !== null) return together;
  const verb = cells.find(({ text }) => /^(GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(text.trim()));
  const path = cells.find(({ text }) => /^(https?:\/\/\S+|\/[\w{]\S*)$/.test(text.trim()));
  return verb === undefined || path === undefined ? null : { method: verb.text.trim(), path: path.text.trim() };
}

function parameterRow(
  cells: readonly Cell[],
  { columns, at }: { readonly columns: readonly (Column | null)[]; readonly at: Citation },
): readonly ParameterRow[] {
  const cell = (column: Column) => cells[columns.indexOf(column)] ?? null;
  const text = (column: Column) => (columns.includes(column) ? (cell(column)?.text.trim() ?? '') : null);
  const name =
    (cell('name')?.codes[0]?.text ?? text('name') ?? '').replace(/^\*+|[*?:]+$/g, '').split(/[\s,=(]/)[0] ?? '';
  if (!/^-{0,2}[\p{L}_][\p{L}\w.[\]-]*$/u.test(name)) return [];
  const required = text('required');
  const optional = text('optional');
  const said = required === null ? (optional === null ? null : negated(readYesNo(optional))) : readYesNo(required);
  return [
    {
      name,
      type: text('type'),
      required: said ?? readRequirement(text('description') ?? ''),
      default: text('default'),
      location: text('location'),
      at,
    },
  ];
}

function negated(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** Reads `client.orders.ship(order_id, ship_at=…)`, also without the parentheses. */
function readCallText(
  text: string,
): { readonly words: readonly string[]; readonly names: readonly string[] | null } | null {
  const match = /^(?:await\s+)?([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(\((.*)\)?)?$/s.exec(text.trim());
  if (match === null || (match[1] ?? '').length > 200) return null;
  const words = (match[1] ?? '').split('.');
  return { words, names: match[2] === undefined ? null : namesIn(match[3] ?? '') };
}

/** Returns the names of keyword arguments, such as `ship_at` in `order_id, ship_at=None`. */
function namesIn(text: string): readonly string[] {
  return text
    .replace(/\)$/, '')
    .split(',')
    .flatMap((part) => /^\s*([A-Za-z_]\w*)\s*[=:?]/.exec(part)?.[1] ?? []);
}
