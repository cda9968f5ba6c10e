import { writeJson } from '../../lib/json-text.ts';
import type { Kind } from '../kind.ts';
import { readsAround } from '../readers/reads-around.ts';

/** After a DELETE, a call still finds the resource, or a read returns the same body as before. */
export const deleteNotEffective: Kind = {
  title: 'The resource still exists after it was deleted',
  severity: 'error',
  gravity: 107,
  about: 'promise',
  cause: 'try',
  masks: true,
  scenario: {
    check: 'removed',
    find: (check, answersOf) => {
      const reads = check.check === 'removed' ? readsAround(check, answersOf) : undefined;
      if (reads === undefined || writeJson(reads.earlier.body) !== writeJson(reads.later.body)) return undefined;
      const { call, later } = reads;
      return {
        exchange: later.exchange,
        draft: {
          field: null,
          expected: `404 or 410, or another body, after the DELETE that returned ${call.status}`,
          observed: `${later.status} with the same body as before`,
          pointer: '/response/body',
          found: later.body,
        },
      };
    },
  },
};
