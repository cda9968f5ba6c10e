import { isMeantToCover } from '../../model/client.ts';
import type { Contract } from '../../model/contract.ts';
import { requestText } from '../../model/route.ts';
import type { Kind } from '../kind.ts';

export const operationNotCovered: Kind = {
  title: 'No method of the client calls the operation',
  severity: 'warning',
  gravity: 403,
  about: 'client',
  cause: 'place',
  priority: 'P2',
  trace: ({ judge, client, uses, intended, surface }) => {
    const { contracts, profile } = judge.context;
    const covered = new Set([...uses.map(({ operation }) => operation), ...[...intended.values()].map(({ id }) => id)]);
    // A blocked method counts as covering the operation with the same name.
    const blocked = surface.methods.flatMap(({ state, name }) => (state === 'blocked' ? [wordsOf(name)] : []));
    const open = surface.methods.flatMap((each) =>
      each.state === 'local' && each.sendsAny === true ? [wordsOf(each.name)] : [],
    );
    const mayCover = (id: string) => {
      const own = wordsOf(id);
      return (
        blocked.some((words) => [...own].every((word) => words.has(word))) ||
        // A method that can request any URL covers each operation whose name contains all words of the method's name.
        open.some((words) => words.size > 1 && [...words].every((word) => own.has(word)))
      );
    };
    return [...contracts.operations.values()]
      .filter(({ lifecycle, profiles }) => lifecycle === 'shipped' && profiles.includes(profile))
      .filter(({ id }) => isMeantToCover(client, id) && !covered.has(id) && !mayCover(id))
      .map((contract) => ({
        operation: contract.id,
        method: null,
        field: null,
        expected: `a method that sends ${requestText(contract)}`,
        observed: `none of the client's ${surface.methods.length} methods sends this request${sinceWords(contract)}`,
        call: null,
        request: 0,
        pointer: '',
        found: undefined,
      }));
  },
};

function sinceWords({ since }: Contract): string {
  return since === undefined ? '' : ` (on the server since ${since})`;
}

/** Splits a name into words without an order: `flows.create` and `create_flow` give the same words. */
function wordsOf(name: string): ReadonlySet<string> {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return new Set(words.map((word) => word.replace(/s$/, '')));
}
