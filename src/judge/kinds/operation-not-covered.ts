import { isMeantToCover } from '../../model/client.ts';
import type { Kind } from '../kind.ts';

/** An operation that the client should have, and that no method sends. */
export const operationNotCovered: Kind = {
  title: 'No method of the client sends the operation',
  severity: 'warning',
  gravity: 403,
  about: 'client',
  cause: 'place',
  priority: 'P2',
  trace: ({ judge, client, uses, intended, surface }) => {
    const { contracts, profile } = judge.context;
    const covered = new Set([...uses.map(({ operation }) => operation), ...[...intended.values()].map(({ id }) => id)]);
    // A method that could not be exercised may cover any operation; it is reported as blocked.
    return [...contracts.operations.values()]
      .filter(({ lifecycle, profiles }) => lifecycle === 'shipped' && profiles.includes(profile))
      .filter(({ id }) => isMeantToCover(client, id) && !covered.has(id))
      .map(({ id, method, path, since }) => ({
        operation: id,
        method: null,
        field: null,
        expected: `a method that sends ${method} ${path}`,
        observed: `none of ${surface.methods.length} methods does${since === undefined ? '' : ` (on the server since ${since})`}`,
        call: null,
        request: 0,
        pointer: '',
        found: undefined,
      }));
  },
};
