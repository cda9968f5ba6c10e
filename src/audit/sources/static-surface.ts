import type { ContractSet } from '../../model/contract.ts';
import type { Citation, Surface, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import { type Entry, entriesOf } from '../code/entries.ts';
import type { SentCall } from '../code/evaluate.ts';
import { membersOf, programOf } from '../code/program.ts';
import type { ModuleSyntax } from '../code/syntax.ts';
import type { Value } from '../code/values.ts';
import { createNaming, type Naming } from './name-operation.ts';
import { readSentFields } from './sent-fields.ts';
import { readPaths } from './sent-path.ts';

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

export interface StaticOptions {
  readonly client: string;
  readonly contracts: ContractSet;
}

/** What a client's code says of the API, read and not run. What cannot be followed is a remark. */
export function staticSurface(
  modules: readonly ModuleSyntax[],
  texts: ReadonlyMap<string, string>,
  options: StaticOptions,
): Surface {
  const program = programOf(modules);
  const naming = createNaming(options.contracts);
  const cite = citer(texts);
  const context: StaticContext = {
    shapeOf: (value) => (value?.kind === 'input' && value.declared !== null ? membersOf(program, value.declared) : []),
    aliases: program.aliases,
    naming,
    cite,
  };
  const drafts = new Map<string, Draft>();
  const remarks: Surface['remarks'][number][] = modules
    .filter(({ brokenAt }) => brokenAt !== null)
    .map(({ file, brokenAt }) => ({ text: 'part of this file could not be parsed', at: cite(file, brokenAt ?? 0) }));
  for (const entry of entriesOf(program)) {
    for (const sent of entry.sent) {
      const read = readSent({ entry, sent }, context);
      for (const found of read.operations) addUse(drafts, found);
      remarks.push(...read.remarks);
    }
  }
  return {
    source: `static:${options.client}`,
    complete: { operations: true, fields: false },
    operations: [...drafts.values()].map(finish).sort((a, b) => (a.id < b.id ? -1 : 1)),
    remarks: unique(remarks),
  };
}

interface Draft {
  readonly operation: SurfaceOperation;
  /** Method → its fields. */
  readonly uses: Map<string, readonly SurfaceField[]>;
}

interface Reading {
  readonly operations: readonly { readonly operation: SurfaceOperation; readonly method: string }[];
  readonly remarks: Surface['remarks'];
}

export interface StaticContext {
  /** Members of a value that the caller gives, as its type declares them. */
  readonly shapeOf: (value: Value | undefined) => ReturnType<typeof membersOf>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly naming: Naming;
  readonly cite: (file: string, line: number) => Citation;
}

function readSent(
  { entry, sent }: { readonly entry: Entry; readonly sent: SentCall },
  context: StaticContext,
): Reading {
  const at = context.cite(sent.at.file, sent.at.line);
  const { paths, remark } = readPaths(sent);
  const remarks = [...(remark === null ? [] : [{ text: `${entry.name}: ${remark}`, at }])];
  remarks.push(...sent.unclear.map((name) => ({ text: `${entry.name}: where ${name} travels cannot be told`, at })));
  const operations = paths.map((path) => {
    const named = context.naming.operation(path.method, path.template);
    const fields = readSentFields({ sent, path, named, at }, context);
    remarks.push(...fields.remarks.map((text) => ({ text: `${entry.name}: ${text}`, at })));
    const operation: SurfaceOperation = {
      id: named.id,
      request: named.request,
      names: [entry.name],
      fields: fields.fields,
      answers: null,
      errors: null,
      lifecycle: 'shipped',
      at,
    };
    return { operation, method: entry.name };
  });
  return { operations, remarks };
}

function addUse(drafts: Map<string, Draft>, { operation, method }: Reading['operations'][number]): void {
  const draft = drafts.get(operation.id) ?? { operation, uses: new Map() };
  draft.uses.set(method, mergeFields([draft.uses.get(method) ?? [], operation.fields], false));
  drafts.set(operation.id, draft);
}

function finish({ operation, uses }: Draft): SurfaceOperation {
  return { ...operation, names: [...uses.keys()].sort(), fields: mergeFields([...uses.values()], true) };
}

/** Fields of several methods: required when all of them require it (`strict`), the first other word of each counts. */
function mergeFields(lists: readonly (readonly SurfaceField[])[], strict: boolean): readonly SurfaceField[] {
  const found = new Map<string, SurfaceField[]>();
  for (const field of lists.flat()) {
    const key = `${field.place?.location} ${field.place?.name}`;
    found.set(key, [...(found.get(key) ?? []), field]);
  }
  const merged = [...found].map(([, same]) => {
    const first = same.find(({ type }) => type !== null) ?? same[0];
    if (first === undefined) throw new Error('a group of fields has one');
    const required = same.every((each) => each.required === true) && (!strict || same.length === lists.length);
    return { ...first, required: required ? true : same.some((each) => each.required === null) ? null : false };
  });
  return merged.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ place, name }: SurfaceField): string {
  return `${place?.location ?? '~'} ${name}`;
}

function citer(texts: ReadonlyMap<string, string>): StaticContext['cite'] {
  const lines = new Map<string, readonly string[]>();
  return (file, line) => {
    const known = lines.get(file) ?? (texts.get(file) ?? '').split('\n');
    lines.set(file, known);
    return { file, line, excerpt: (known[line - 1] ?? '').trim().slice(0, 160) };
  };
}

function unique(remarks: readonly Surface['remarks'][number][]): Surface['remarks'] {
  const byText = new Map(remarks.map((each) => [`${each.text} ${each.at.file}:${each.at.line}`, each]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
