import { posix } from 'node:path';
import ts from 'typescript';
import { TRANSPORT_FAILURES } from '../../src/model/exchange.ts';
import { folderOf, type Source } from './read-sources.ts';

/** The folders of `src/` that each folder may import. */
export type ImportTable = { readonly [folder: string]: readonly string[] };

type Violations = readonly string[];

export function wrongImports(sources: readonly Source[], table: ImportTable): Violations {
  return sources.flatMap(({ file, imports }) => {
    const folder = folderOf(file);
    const allowed = table[folder];
    if (allowed === undefined) return [`${file}: the import table has no row for ${folder}/`];
    return imports
      .map(folderOf)
      .filter((target) => target !== folder && target !== '..' && !allowed.includes(target))
      .map((target) => `${file} imports ${target}/, but ${folder}/ may import only ${allowed.join(', ') || 'nothing'}`);
  });
}

/** Returns each import cycle once. The cycle starts at the file whose name comes first in the alphabet. */
export function importCycles(sources: readonly Source[]): Violations {
  const importsOf = new Map(sources.map(({ file, imports }) => [file, imports]));
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.add(fromFirst(path.slice(at)).join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const next of importsOf.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const { file } of sources) visit(file, []);
  return [...found];
}

function fromFirst(ring: readonly string[]): readonly string[] {
  const first = ring.indexOf([...ring].sort()[0] ?? '');
  return [...ring.slice(first), ...ring.slice(0, first)];
}

export function longFiles(sources: readonly Source[], most: number): Violations {
  return sources
    .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > most)
    .map(({ file, lines }) => `${file} has ${lines} lines, at most ${most} are allowed`);
}

export function longFunctions(sources: readonly Source[], most: number): Violations {
  return sources.flatMap((source) => {
    const functions = source.file.endsWith('.py') ? pythonFunctions(source.text) : functionsOf(source);
    return functions
      .filter(({ lines }) => lines > most)
      .map(({ line, lines }) => `${source.file}:${line} is a function of ${lines} lines, at most ${most} are allowed`);
  });
}

interface FunctionSize {
  /** The line at which the function starts, counted from 1. */
  readonly line: number;
  readonly lines: number;
}

function functionsOf({ file, text }: Source): readonly FunctionSize[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const start = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
      found.push({ line: start + 1, lines: tree.getLineAndCharacterOfPosition(node.end).line - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The lines of a Python function are indented more deeply than the line with `def`. */
function pythonFunctions(text: string): readonly FunctionSize[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const indent = /^(\s*)(?:async )?def /.exec(line)?.[1];
    if (indent === undefined) return [];
    const body = lines.slice(at + 1);
    const signature = body.findIndex((each) => /\)(?:\s*->.*)?:\s*$/.test(each) && !/\)(?:\s*->.*)?:\s*$/.test(line));
    const from = /:\s*(?:#.*)?$/.test(line) ? 0 : signature + 1;
    const next = body.findIndex(
      (each, index) => index >= from && each.trim() !== '' && indentOf(each) <= indent.length,
    );
    const inner = (next < 0 ? body : body.slice(0, next)).join('\n').trimEnd();
    return [{ line: at + 1, lines: inner === '' ? 1 : inner.split('\n').length + 1 }];
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Finds exported types and interfaces that have the same name in two files. */
export function ambiguousTypes(sources: readonly Source[]): Violations {
  const files = new Map<string, string[]>();
  for (const { file, text } of sources)
    for (const [, name = ''] of text.matchAll(
      /^export (?:declare )?(?:interface|type|class|enum) (\w+)\b(?!.* from )/gm,
    ))
      files.set(name, [...(files.get(name) ?? []), file]);
  return [...files]
    .filter(([, declaring]) => new Set(declaring).size > 1)
    .map(([name, declaring]) => `${name} is declared by ${declaring.join(' and ')}`)
    .sort();
}

/** Finds names of one API in folders that must not contain them. */
export function foreignNames(
  sources: readonly Source[],
  { names, home }: { readonly names: RegExp; readonly home: string },
) {
  return sources
    .filter(({ file }) => folderOf(file) !== home)
    .flatMap(({ file, text }) =>
      text.split('\n').flatMap((line, at) => {
        const name = names.exec(line)?.[0];
        return name === undefined ? [] : [`${file}:${at + 1} names "${name}", which only ${home}/ may know`];
      }),
    );
}

/** Finds pure folders that import something with access to disk, network or processes. */
export function impureImports(sources: readonly Source[], pure: readonly string[]): Violations {
  return sources
    .filter(({ file }) => pure.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap(({ file, packages }) =>
      packages.filter((each) => EFFECTS.test(each)).map((each) => `${file} imports ${each}`),
    );
}

const EFFECTS = /^(node:)?(fs|fs\/promises|http|https|net|tls|child_process|process|os|dgram|dns)$|^undici$/;

/** Only the given programs may use `process` and `console`. */
export function processUses(sources: readonly Source[], programs: readonly string[]): Violations {
  return sources
    .filter(({ file }) => file.endsWith('.ts') && !programs.some((each) => posix.normalize(file).startsWith(each)))
    .filter(({ text }) => PROCESS.test(withoutComments(text)))
    .map(({ file }) => `${file} uses process or console`);
}

const PROCESS = /\bconsole\.|\bprocess\.(exit|env|argv|stdout|stderr|cwd|on)\b/;

/** Every error code must name a thing and its state, such as `file-missing`. Only `lib/error.ts` may make errors with a code. */
export function errorCodes(sources: readonly Source[]): Violations {
  return sources.flatMap(({ file, text }) => {
    const wrong = file.startsWith('sandbox/') ? [] : codesIn(text).filter((code) => !NOUN_FIRST.test(code));
    const isOwn = file !== 'lib/error.ts' && /Object\.assign\(new \w*Error\([^\n]*\), \{ code\b/.test(text);
    return [
      ...wrong.map((code) => `${file} has the error code "${code}", expected a noun and its state like "file-missing"`),
      ...(isOwn ? [`${file} makes an error with a code, expected userError or codedError of lib/error.ts`] : []),
    ];
  });
}

/** Returns the codes of wireparity's own errors. Codes of zod, ajv and the system are left out. */
function codesIn(text: string): readonly string[] {
  const found = [...text.matchAll(CODES)].flatMap(([, ...codes]) => codes.filter((code) => code !== undefined));
  return found.filter(
    (code) =>
      !/^(E[A-Z]+|custom|invalid_union|boundedPattern)$/.test(code) &&
      !TRANSPORT_FAILURES.some((each) => each === code),
  );
}

const CODES =
  /\b(?:userError|codedError|driverError|DriverFault)\(\s*['"]([^'"]+)['"]|\bcode"?(?: =|: \w+ \?|:) ['"]([^'"]+)['"](?: (?:else|:) ['"]([^'"]+)['"])?/g;

const STATES = [
  'ambiguous|consumed|cyclic|dirty|duplicate|empty|exited|failed|impossible|incomplete|inconsistent|interrupted',
  'invalid|irregular|misplaced|missing|moved|omitted|outdated|outside|refused|remote|repeated|skipped',
  'stale|taken|unexercised|unexpected|unknown|unmatched|unmergeable|unreachable|unreadable|unsupported|unwritable',
  'not-[a-z]+|too-[a-z]+',
].join('|');
const NOUN_FIRST = new RegExp(`^(?!(?:bad|no|same|wrong|${STATES})-)[a-z]+(?:-[a-z]+)*-(?:${STATES})$`);

/** Finds messages that read like the comment of a function, such as "Returns the …". */
export function misplacedComments(sources: readonly Source[]): Violations {
  return sources
    .filter(({ file }) => file.endsWith('.ts'))
    .flatMap(({ file, text }) =>
      [...withoutComments(text).matchAll(DOES)].map(([, words]) => `${file} has the message "${words}"`),
    );
}

const DOES =
  /['"`]((?:Returns|Creates|Reads|Converts|Detects|Handles|Builds|Finds|Makes) (?:an?|the|true|false|all|each|every) [^'"`]*)/g;

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}
