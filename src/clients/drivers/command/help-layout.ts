import { stripVTControlCharacters } from 'node:util';
/** A help text, split into the parts that Click and argparse both have: usage, description, and lists with headings. */
export interface HelpLayout {
  readonly isArgparse: boolean;
  readonly usage: string;
  readonly description: readonly string[];
  readonly sections: readonly HelpSection[];
}

interface HelpSection {
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}

export interface HelpEntry {
  /** The left column of an entry, for example `--name TEXT` or `create`. */
  readonly head: string;
  readonly help: string;
  /** 1 for an entry below another entry, such as a command below argparse's `{a,b}`, otherwise 0. */
  readonly level: 0 | 1;
}

export function readLayout(text: string): HelpLayout | null {
  const lines = stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  const first = lines.findIndex((line) => /^usage:/i.test(line.trim()));
  if (first < 0) return null;
  const end = indexFrom(lines, first, (line) => line === '');
  const usage = lines.slice(first, end).join(' ').trim();
  const body = lines.slice(end);
  const firstHeading = indexFrom(body, 0, (_line, index) => isHeading(body, index));
  return {
    isArgparse: usage.startsWith('usage:'),
    usage: usage
      .replace(/^usage:/i, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    description: body
      .slice(0, firstHeading)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    sections: readSections(body.slice(firstHeading)),
  };
}

/** A word that was split at its hyphen becomes one word again. */
function joinWrapped(lines: readonly string[]): string {
  return lines.reduce((text, line) => (text === '' ? line : `${text}${/\w-$/.test(text) ? '' : ' '}${line}`), '');
}

function indexFrom(lines: readonly string[], from: number, test: (line: string, index: number) => boolean): number {
  const found = lines.findIndex((line, index) => index >= from && test(line, index));
  return found < 0 ? lines.length : found;
}

function isHeading(lines: readonly string[], index: number): boolean {
  return /^\S.*:$/.test(lines[index] ?? '') && /^\s+\S/.test(lines[index + 1] ?? '');
}

function readSections(lines: readonly string[]): HelpSection[] {
  const starts = lines.flatMap((_line, index) => (isHeading(lines, index) ? [index] : []));
  return starts.map((start, nth) => ({
    title: (lines[start] ?? '').slice(0, -1),
    entries: readEntries(lines.slice(start + 1, starts[nth + 1] ?? lines.length)),
  }));
}

function readEntries(lines: readonly string[]): HelpEntry[] {
  const filled = lines.filter((line) => /^\s+\S/.test(line));
  const margin = Math.min(...filled.map(indentOf));
  const entries: { head: string; help: string[]; level: 0 | 1 }[] = [];
  for (const line of filled) {
    const level = (indentOf(line) - margin) / 2;
    const [head = '', ...help] = line.trim().split(/\s{2,}/);
    if (level === 0 || level === 1) entries.push({ head, help: help.length > 0 ? [help.join('  ')] : [], level });
    else entries.at(-1)?.help.push(line.trim());
  }
  return entries.map(({ head, help, level }) => ({ head, help: joinWrapped(help), level }));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
