import { globMatches } from '../../model/client.ts';
import type { DocsDrift } from '../sources/docs-against-client.ts';
import type { Contradiction } from './build-handoff.ts';

/** Leaves out `ignored` methods, because they were not traced. */
export function docsContradictions(
  { missingInClient, undocumented }: DocsDrift,
  { hasPages, ignored }: { readonly hasPages: boolean; readonly ignored: readonly string[] },
): readonly Contradiction[] {
  const wrong = missingInClient
    .filter(({ kind, name }) => kind !== 'method' || !isIgnored(name, ignored))
    .map(({ at, name, sentence }) => ({ at: `${at.file}:${at.line}`, says: name, evidence: sentence }));
  if (!hasPages) return wrong;
  return [
    ...wrong,
    ...undocumented.map(({ method, argument, at }) => ({
      at: at === null ? method : `${at.file}:${at.line}`,
      says: argument === null ? `no mention of ${method}` : `no mention of ${argument} of ${method}`,
      evidence:
        argument === null ? `the client has ${method}` : `the argument table of ${method} does not list ${argument}`,
    })),
  ];
}

/** A page may put a program or a variable before a method, as in `acme orders ship` or `client.orders.ship`. */
function isIgnored(name: string, ignored: readonly string[]): boolean {
  const words = name.split(/[\s.]+/);
  const tails = words.map((_, skipped) => words.slice(skipped).join('.'));
  return ignored.some((pattern) => tails.some((tail) => globMatches(pattern, tail)));
}
