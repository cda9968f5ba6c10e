import type { ClientSurface } from '../../model/client-surface.ts';
import type { Citation } from '../../model/surface.ts';
import type { Claim, ClaimedPage } from '../docs/claim.ts';
import { type ResolvedClaims, resolveClaims } from '../docs/resolve-claims.ts';
import { findMethod, type MethodIndex, methodIndex } from './method-index.ts';

export interface DocsDrift {
  /**
   * The methods, arguments, attributes and exceptions that pages show but the client does not have, in the order of the
   * pages.
   */
  readonly missingInClient: readonly DocsMiss[];
  /** Methods and arguments that are on no page. Empty if a page was not examined in full. */
  readonly undocumented: readonly Undocumented[];
}

interface Undocumented {
  readonly method: string;
  /** Null if the whole method is undocumented. */
  readonly argument: string | null;
  /** The method's definition, or the table that lacks the argument. */
  readonly at: Citation | null;
}

export function docsAgainstClient(pages: readonly ClaimedPage[], surface: ClientSurface): DocsDrift {
  const index = methodIndex(surface);
  const claims = pages.flatMap((page) => page.claims);
  const resolved = resolveClaims(claims, index);
  const missing = [
    ...resolved.flatMap(methodMisses),
    ...claims.flatMap((claim) => attributeMiss(claim, { index, surface })),
    ...claims.flatMap((claim) => (claim.kind === 'exception' ? exceptionMiss(claim, surface) : [])),
  ];
  // An unexamined part of a page may document any method.
  const isWhole = !claims.some(({ kind }) => kind === 'unexamined');
  return { missingInClient: unique(missing, pages), undocumented: isWhole ? undocumented(resolved, surface) : [] };
}

function methodMisses({ claim, method, name, arguments: given }: ResolvedClaims): readonly DocsMiss[] {
  if (method === null) {
    return [
      {
        kind: 'method',
        method: null,
        name,
        sentence: `${name} is documented, but the client has no such method`,
        at: claim.at,
      },
    ];
  }
  return given
    .filter(({ argument }) => argument === null)
    .map(({ name: argument, claimed }) => ({
      kind: 'argument',
      method: method.name,
      name: argument,
      sentence: `${argument} is documented for ${method.name}, which has no such argument`,
      at: claimed.at,
    }));
}

interface Known {
  readonly index: MethodIndex;
  readonly surface: ClientSurface;
}

/** Reports an attribute that an example reads although the traced result lacks this attribute. */
function attributeMiss(claim: Claim, { index, surface }: Known): readonly DocsMiss[] {
  if (claim.kind !== 'attribute') return [];
  const method = findMethod(index, claim.words);
  const reading = surface.methods.find(({ name }) => name === method?.name);
  if (method === null || reading?.state !== 'sends' || reading.base.outcome.kind !== 'returned') return [];
  const { value } = reading.base.outcome;
  if (typeof value !== 'object' || value === null) return [];
  const { attribute, at } = claim;
  const miss = (why: string): readonly DocsMiss[] => {
    const sentence = `${attribute} is read from the result of ${method.name}, ${why}`;
    return [{ kind: 'attribute', method: method.name, name: attribute, sentence, at }];
  };
  const fields = '$type' in value && value.$type === 'object' && 'fields' in value ? value.fields : null;
  if (typeof fields === 'object' && fields !== null)
    return Object.hasOwn(fields, attribute) ? [] : miss('which has no such attribute');
  if (Array.isArray(value) || '$type' in value) return [];
  if (surface.description.driver === 'python') return miss('which is a plain dict: it has keys and no such attribute');
  return Object.hasOwn(value, attribute) ? [] : miss('which has no such member');
}

function undocumented(resolved: readonly ResolvedClaims[], surface: ClientSurface): readonly Undocumented[] {
  const shown = new Set(resolved.flatMap(({ method }) => method?.name ?? []));
  return surface.methods.flatMap((reading): readonly Undocumented[] => {
    if (reading.state !== 'sends') return [];
    const { at, name } = reading.description;
    if (!shown.has(name))
      return [{ method: name, argument: null, at: at === undefined ? null : { ...at, excerpt: name } }];
    const tables = resolved.filter(({ claim, method }) => claim.kind === 'parameters' && method?.name === name);
    const [table] = tables;
    if (table === undefined) return [];
    const listed = new Set(
      resolved
        .filter(({ method }) => method?.name === name)
        .flatMap((each) => each.arguments.map(({ argument }) => argument?.path)),
    );
    const left = reading.arguments.filter(({ path }) => !listed.has(path) && !listed.has(path.split('.')[0]));
    return left.map(({ path }) => ({ method: name, argument: path, at: table.claim.at }));
  });
}

/** Sorts the entries by page and line, and removes duplicates. */
function unique(misses: readonly DocsMiss[], pages: readonly ClaimedPage[]): readonly DocsMiss[] {
  const order = new Map(pages.map(({ file }, position) => [file, position]));
  const sorted = misses.toSorted(
    (a, b) => (order.get(a.at.file) ?? 0) - (order.get(b.at.file) ?? 0) || a.at.line - b.at.line,
  );
  const first = new Map<string, DocsMiss>();
  for (const miss of sorted) {
    const key = `${miss.kind} ${miss.method} ${miss.name} ${miss.sentence}`;
    if (!first.has(key)) first.set(key, miss);
  }
  return [...first.values()];
}

/** A client does not define the built-in exceptions of its language. */
const LANGUAGE =
  /^(Type|Value|Key|Index|Attribute|Runtime|Timeout|Connection|Import|OS|IO|Range|Reference|Syntax)?(Error|Exception)$/;

/** Reports an exception that the client does not have, or does not raise for the status on the page. */
function exceptionMiss(
  { name, status, at }: Extract<Claim, { kind: 'exception' }>,
  surface: ClientSurface,
): readonly DocsMiss[] {
  const { errors } = surface.description;
  if (errors.length === 0 || LANGUAGE.test(name)) return [];
  if (!errors.some((error) => lastWord(error.class) === name)) {
    return [
      {
        kind: 'exception',
        method: null,
        name,
        sentence: `${name} is documented, but the client has no such exception`,
        at,
      },
    ];
  }
  return statusesOf(status).flatMap((wanted): readonly DocsMiss[] => {
    const raised = raisedOn(wanted, surface);
    if (raised.size === 0 || raised.has(name)) return [];
    const sentence = `${name} is documented for ${wanted}, but for this status the client raises ${[...raised].sort().join(' or ')}`;
    return [{ kind: 'exception', method: null, name, sentence, at }];
  });
}

function statusesOf(status: string | null): readonly string[] {
  return status?.match(/\b[1-5](?:\d\d|xx)\b/gi)?.map((each) => each.toLowerCase()) ?? [];
}

/** `status` is a status such as `404`, or a range such as `4xx`. */
function raisedOn(status: string, { methods }: ClientSurface): ReadonlySet<string> {
  const pattern = new RegExp(`^${status.replaceAll('x', '\\d')}$`);
  const found = new Set<string>();
  for (const reading of methods) {
    for (const { purpose, outcome } of reading.state === 'sends' ? reading.calls : []) {
      const isAsked =
        purpose.kind === 'answer' && purpose.answer.kind === 'error' && pattern.test(String(purpose.answer.status));
      if (isAsked && outcome.kind === 'raised')
        for (const each of [outcome.class, ...outcome.bases]) found.add(lastWord(each));
    }
  }
  return found;
}

function lastWord(name: string): string {
  return name.split('.').at(-1) ?? name;
}

interface DocsMiss {
  readonly kind: 'method' | 'argument' | 'attribute' | 'exception';
  readonly method: string | null;
  readonly name: string;
  readonly sentence: string;
  readonly at: Citation;
}
