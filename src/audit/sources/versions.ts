import { type HttpRequest, headerValue } from '../../model/http.ts';
import type { Citation } from '../../model/surface.ts';

export interface StatedVersion {
  /** Where the version is stated, such as `pyproject.toml`, `git tag` or `User-Agent`. */
  readonly source: string;
  readonly version: string;
  /** True if the changelog has an unreleased section above this version. */
  readonly unreleased?: boolean;
  readonly at: Citation;
}

export interface VersionFile {
  readonly name: string;
  readonly text: string;
}

interface OtherVersions {
  /** Git tags in any order, including tags that are not versions. */
  readonly tags?: readonly string[];
  /** Values of the User-Agent header, each with a call that sent the value. */
  readonly userAgents?: readonly { readonly value: string; readonly call: string }[];
}

export function readVersions(files: readonly VersionFile[], others: OtherVersions = {}): readonly StatedVersion[] {
  return [...files.flatMap(readFile), ...newestTag(others.tags ?? []), ...agents(others.userAgents ?? [])];
}

export function userAgentsOf(
  calls: Iterable<{ readonly id: string; readonly exchanges: readonly { readonly request: HttpRequest }[] }>,
): NonNullable<OtherVersions['userAgents']> {
  const found = new Map<string, string>();
  for (const { id, exchanges } of calls) {
    for (const { request } of exchanges) {
      const value = headerValue(request.headers, 'user-agent');
      if (value !== undefined && !found.has(value)) found.set(value, id);
    }
  }
  return [...found].map(([value, call]) => ({ value, call }));
}

const VERSION = String.raw`v?\d+(?:\.\d+)+(?:[-.+]?[A-Za-z0-9]+(?:[.+-][A-Za-z0-9]+)*)?`;

function readFile({ name, text }: VersionFile): readonly StatedVersion[] {
  const lines = text.split(/\r?\n/);
  const base = name.split('/').at(-1) ?? name;
  if (base === 'pyproject.toml') return tomlVersion(name, lines);
  if (base === 'setup.cfg') return first(name, lines, /^version\s*=\s*["']?([^\s"'#]+)/);
  if (base === 'setup.py') return first(name, lines, /\bversion\s*=\s*["']([^"']+)["']/);
  if (base === 'package.json' || base === 'package-lock.json' || base === 'server.json' || base === 'jsr.json')
    return jsonVersion(name, lines);
  if (/^(changelog|changes|history|news)(\.\w+)?$/i.test(base)) return changelogVersion(name, lines);
  if (base.endsWith('.py')) return first(name, lines, /^\s*(?:__version__|VERSION)\s*(?::[^=]+)?=\s*["']([^"']+)["']/);
  if (/\.[cm]?[jt]sx?$/.test(base)) return first(name, lines, /\bVERSION\s*(?::[^=]+)?=\s*["'`](\d[^"'`]*)["'`]/i);
  return [];
}

function first(name: string, lines: readonly string[], pattern: RegExp): readonly StatedVersion[] {
  for (const [index, line] of lines.entries()) {
    const version = pattern.exec(line)?.[1];
    // `attr: acme.__version__` and `file: VERSION` contain the place of the version instead of the version.
    if (version !== undefined && /\d/.test(version)) return [stated(name, version, cite(name, index, line))];
  }
  return [];
}

function tomlVersion(name: string, lines: readonly string[]): readonly StatedVersion[] {
  let table = '';
  for (const [index, line] of lines.entries()) {
    table = /^\s*\[([^\]]+)\]\s*(#.*)?$/.exec(line)?.[1]?.trim() ?? table;
    const version = /^\s*version\s*=\s*["']([^"']+)["']/.exec(line)?.[1];
    if (version !== undefined && (table === 'project' || table === 'tool.poetry'))
      return [stated(name, version, cite(name, index, line))];
  }
  return [];
}

/** Unlike a JSON parser, a search gives the line and works in a broken file. */
function jsonVersion(name: string, lines: readonly string[]): readonly StatedVersion[] {
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    const match = /^(.*?)"version"\s*:\s*"([^"]+)"/.exec(line);
    if (match !== null && depth + nesting(match[1] ?? '') === 1)
      return [stated(name, match[2] ?? '', cite(name, index, line))];
    depth += nesting(line);
  }
  return [];
}

function nesting(text: string): number {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
  return [...bare].reduce((sum, each) => sum + ('{['.includes(each) ? 1 : '}]'.includes(each) ? -1 : 0), 0);
}

/** Skips the heading `Unreleased`, because it is not a version. */
function changelogVersion(name: string, lines: readonly string[]): readonly StatedVersion[] {
  const pattern = new RegExp(String.raw`^(?:#{1,4}\s*|\s*[-*]\s+\*\*)?\[?(?:version\s+)?(${VERSION})\]?(?![\w.])`, 'i');
  let unreleased = false;
  for (const [index, line] of lines.entries()) {
    unreleased ||= /^#{1,4}\s*\[?unreleased/i.test(line);
    const isHeading =
      /^#{1,4}\s/.test(line) || /^\s*[-*]\s+\*\*/.test(line) || /^[=-]{3,}\s*$/.test(lines[index + 1] ?? '');
    const version = isHeading ? pattern.exec(line)?.[1] : undefined;
    if (version === undefined) continue;
    return [{ ...stated(name, version, cite(name, index, line)), ...(unreleased && { unreleased }) }];
  }
  return [];
}

function newestTag(tags: readonly string[]): readonly StatedVersion[] {
  const pattern = new RegExp(`^(?:.*[-_/@])?(${VERSION})$`);
  const named = tags.flatMap((tag) => {
    const version = pattern.exec(tag)?.[1];
    return version === undefined ? [] : [{ tag, version: bare(version) }];
  });
  const newest = named.toSorted((a, b) => compareVersions(b.version, a.version))[0];
  if (newest === undefined) return [];
  return [stated('git tag', newest.version, { file: `refs/tags/${newest.tag}`, line: 0, excerpt: newest.tag })];
}

function agents(values: NonNullable<OtherVersions['userAgents']>): readonly StatedVersion[] {
  return values.flatMap(({ value, call }) => {
    const [, product, version] = new RegExp(String.raw`^([\w.@-]+)\/(${VERSION})`).exec(value) ?? [];
    // The version of an HTTP library says nothing about the client.
    if (product === undefined || version === undefined || LIBRARIES.test(product)) return [];
    return [stated('User-Agent', version, { file: call, line: 0, excerpt: `User-Agent: ${value}` })];
  });
}

const LIBRARIES =
  /^(python-(requests|httpx|urllib3?)|python|requests|urllib3?|aiohttp|httpx|node|node-fetch|undici|axios|got|curl|okhttp)$/i;

/** Compares numbers by value: `1.10` is newer than `1.9`. A pre-release is older than its release. */
export function compareVersions(a: string, b: string): number {
  const [one, two] = [a, b].map((version) => version.match(/\d+|[a-z]+/gi) ?? []);
  for (let at = 0; at < Math.max(one?.length ?? 0, two?.length ?? 0); at++) {
    const [left, right] = [one?.[at], two?.[at]];
    if (left === right) continue;
    if (left === undefined) return /\d/.test(right ?? '') ? -1 : 1;
    if (right === undefined) return /\d/.test(left) ? 1 : -1;
    const order = Number(left) - Number(right);
    return Number.isNaN(order) ? (left < right ? -1 : 1) : order;
  }
  return 0;
}

function stated(source: string, version: string, at: Citation): StatedVersion {
  return { source, version: bare(version), at };
}

function bare(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

function cite(file: string, index: number, line: string): Citation {
  return { file, line: index + 1, excerpt: line.trim().slice(0, 160) };
}
