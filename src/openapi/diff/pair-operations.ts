import type { ApiDocument, ApiOperation } from '../api-document.ts';

export interface OperationPairing {
  readonly pairs: readonly (readonly [ApiOperation, ApiOperation])[];
  readonly onlyA: readonly ApiOperation[];
  readonly onlyB: readonly ApiOperation[];
}

type Key = (operation: ApiOperation) => string | null;

/** Finds pairs of operations by equal path first, then by similar path, and last by operationId. */
export function pairApiOperations(a: ApiDocument, b: ApiDocument): OperationPairing {
  let left = a.operations.filter(isThere);
  let right = b.operations.filter(isThere);
  const pairs: (readonly [ApiOperation, ApiOperation])[] = [];
  const keys: readonly Key[] = [
    ({ method, path }) => requestWords(method, path),
    ({ method, key }) => requestWords(method, key),
    ({ method, path }) => withoutSlash(requestWords(method, path)),
    ({ method, key }) => withoutSlash(requestWords(method, key)),
    ({ operationId }) => operationId,
  ];
  for (const keyOf of keys) {
    const others = uniqueBy(right, keyOf);
    const found = [...uniqueBy(left, keyOf)].flatMap(([key, one]) => {
      const other = others.get(key);
      return other === undefined ? [] : [[one, other] as const];
    });
    pairs.push(...found);
    const taken = new Set(found.flat());
    left = left.filter((each) => !taken.has(each));
    right = right.filter((each) => !taken.has(each));
  }
  return { pairs, onlyA: left, onlyB: right };
}

function isThere({ lifecycle }: ApiOperation): boolean {
  return lifecycle !== 'removed';
}

function requestWords(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
}

function withoutSlash(words: string): string {
  return words.replace(/([^ ])\/+$/, '$1');
}

function uniqueBy(operations: readonly ApiOperation[], keyOf: Key): ReadonlyMap<string, ApiOperation> {
  const found = new Map<string, ApiOperation>();
  const twice = new Set<string>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key === null) continue;
    if (found.has(key)) twice.add(key);
    found.set(key, operation);
  }
  for (const key of twice) found.delete(key);
  return found;
}

/** A slash at the end of a path counts as a difference, except in a comparison with contracts or a recording. */
export function isMoved(a: ApiOperation, b: ApiOperation, isLoose: boolean): boolean {
  const words = (method: string, path: string) =>
    isLoose ? withoutSlash(requestWords(method, path)) : requestWords(method, path);
  const isOther = (one: string, other: string) => words(a.method, one) !== words(b.method, other);
  return isOther(a.key, b.key) && isOther(a.path, b.path);
}
