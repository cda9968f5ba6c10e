import { foldName } from '../../lib/fold-name.ts';
import {
  findArgument,
  findMethod,
  type IndexedArgument,
  type IndexedMethod,
  type MethodIndex,
} from '../sources/method-index.ts';
import type { Claim } from './claim.ts';

export interface ResolvedClaims {
  readonly claim: Claim;
  /** The client's method, or null if the page refers to a method that the client does not have. */
  readonly method: IndexedMethod | null;
  readonly name: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly argument: IndexedArgument | null;
    readonly claimed: ClaimedDetail;
  }[];
}

export interface ClaimedDetail {
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default: string | null;
  readonly value: unknown;
  readonly at: Claim['at'];
}

/** Claims about objects other than the client, such as `worker.start()`, are dropped. */
export function resolveClaims(claims: readonly Claim[], index: MethodIndex): readonly ResolvedClaims[] {
  const known = knownWords(claims, index);
  return claims.flatMap((claim) => resolve(claim, index, known));
}

interface Known {
  /** Words that may precede the name of a method, such as `client`. */
  readonly roots: ReadonlySet<string>;
  /** First words of method names, such as `orders` of `orders.ship`. */
  readonly resources: ReadonlySet<string>;
  /** Possible names of the program, if the client is a command-line program. */
  readonly programs: ReadonlySet<string>;
  readonly isCommandLine: boolean;
  /** The prefix of all tool names, such as `acme_`, or an empty text. */
  readonly prefix: string;
}

function knownWords(claims: readonly Claim[], index: MethodIndex): Known {
  const names = [...index.keys()];
  const isCommandLine = [...index.values()].some((method) => method.arguments.some(({ path }) => path.startsWith('-')));
  const matched = claims.flatMap((claim) => {
    const method = claim.kind === 'call' ? findMethod(index, claim.words) : null;
    if (claim.kind !== 'call' || method === null) return [];
    const before = claim.words.length - method.name.split('.').length;
    return before > 0 ? [claim.words.slice(0, before).join('.')] : [];
  });
  const [first = ''] = names;
  const prefix = /^[a-z\d]+_/i.exec(first)?.[0] ?? '';
  return {
    roots: new Set(matched),
    resources: new Set(names.filter((name) => name.includes('.')).map((name) => name.split('.')[0] ?? '')),
    programs: new Set(isCommandLine ? claims.flatMap((claim) => programOf(claim, index)) : []),
    isCommandLine,
    prefix: names.length > 1 && names.every((name) => name.startsWith(prefix) && !name.includes('.')) ? prefix : '',
  };
}

function programOf(claim: Claim, index: MethodIndex): readonly string[] {
  if (claim.kind !== 'command' || claim.words.length < 2) return [];
  return commandMethod(claim.words, index) === null ? [] : [claim.words[0] ?? ''];
}

/** In `acme orders ship`, the longer command `orders.ship` is preferred to `orders`. */
function commandMethod(words: readonly string[], index: MethodIndex): IndexedMethod | null {
  for (let end = Math.min(words.length, 6); end > 1; end--) {
    const found = index.get(words.slice(1, end).join('.'));
    if (found !== undefined) return found;
  }
  return null;
}

function resolve(claim: Claim, index: MethodIndex, known: Known): readonly ResolvedClaims[] {
  switch (claim.kind) {
    case 'call':
      return known.isCommandLine ? [] : resolveCall(claim, index, known);
    case 'mention':
      return resolveMention(claim, index, known);
    case 'command':
      return known.isCommandLine ? resolveCommand(claim, index, known) : [];
    case 'parameters': {
      const method = claim.owner.kind === 'method' ? findMethod(index, claim.owner.words) : null;
      if (method === null || claim.owner.kind !== 'method') return [];
      const rows = claim.rows.map((row) => argument(row.name, method, { ...row, value: undefined }));
      return [{ claim, method, name: claim.owner.words.join('.'), arguments: rows }];
    }
    default:
      return [];
  }
}

function resolveCall(
  claim: Extract<Claim, { kind: 'call' }>,
  index: MethodIndex,
  known: Known,
): readonly ResolvedClaims[] {
  const name = claim.words.join('.');
  const method = findMethod(index, claim.words);
  if (method === null) return isMeant(claim.words, known) ? [{ claim, method, name, arguments: [] }] : [];
  const found = claim.arguments.flatMap((given) => {
    const detail = { type: null, required: null, default: null, value: given.value, at: given.at };
    const atPosition = method.arguments.filter(({ position }) => position === given.position);
    if (given.name === null) {
      const [only] = atPosition;
      return atPosition.length === 1 && only !== undefined && !only.path.includes('.')
        ? [{ name: only.path, argument: only, claimed: detail }]
        : [];
    }
    // In a map such as `metadata`, the caller chooses the names of the members.
    if (given.member && !atPosition.some(({ path }) => path.includes('.'))) return [];
    return [argument(given.name, method, detail)];
  });
  return [{ claim, method, name, arguments: found }];
}

function argument(name: string, method: IndexedMethod, claimed: ClaimedDetail): ResolvedClaims['arguments'][number] {
  return { name, argument: findArgument(method, name), claimed };
}

/** If the client has `orders.list()`, a call of `orders.archive()` refers to the client too. */
function isMeant(words: readonly string[], { roots, resources }: Known): boolean {
  const last = words.at(-1) ?? '';
  if (words.length < 2 || /^(a?close|__\w+__|then|catch|on)$/.test(last)) return false;
  const isUnderRoot = [1, 2].some((length) => roots.has(words.slice(0, length).join('.')));
  return isUnderRoot || (words.length === 2 && resources.has(words[0] ?? ''));
}

function resolveMention(
  claim: Extract<Claim, { kind: 'mention' }>,
  index: MethodIndex,
  { prefix, isCommandLine }: Known,
): readonly ResolvedClaims[] {
  const name = claim.words.join('.');
  const method = isCommandLine ? null : claim.words.length > 1 || prefix !== '' ? findMethod(index, claim.words) : null;
  if (method !== null) return [{ claim, method, name, arguments: [] }];
  const isTool = prefix !== '' && claim.words.length === 1 && name.startsWith(prefix) && !isArgument(name, index);
  return isTool ? [{ claim, method: null, name, arguments: [] }] : [];
}

function isArgument(name: string, index: MethodIndex): boolean {
  return [...index.values()].some((method) => method.arguments.some(({ path }) => foldName(path) === foldName(name)));
}

function resolveCommand(
  claim: Extract<Claim, { kind: 'command' }>,
  index: MethodIndex,
  { programs }: Known,
): readonly ResolvedClaims[] {
  if (!programs.has(claim.words[0] ?? '')) return [];
  const words = claim.words.filter((word) => !/[<>[\]{}…]/.test(word));
  const method = commandMethod(words, index);
  const detail = { type: null, required: null, default: null, value: undefined, at: claim.at };
  const found =
    method === null
      ? []
      : claim.options
          .filter((option) => !/^--(help|version)$|^-\w$/.test(option))
          .map((option) => optionOf(option, method, detail));
  if (method === null && words.length < 2) return [];
  return [
    {
      claim,
      method,
      name: words.slice(0, method === null ? 3 : method.name.split('.').length + 1).join(' '),
      arguments: found,
    },
  ];
}

/** On a page, `--success/--failure` may stand for `--success`, and `--no-wait` for `--wait`. */
function optionOf(option: string, method: IndexedMethod, detail: ClaimedDetail): ResolvedClaims['arguments'][number] {
  const names = option.split('/').flatMap((name) => [name, name.replace(/^--no-/, '--')]);
  const found = names.map((name) => argument(name, method, detail)).find((each) => each.argument !== null);
  return found ?? { name: option, argument: null, claimed: detail };
}
