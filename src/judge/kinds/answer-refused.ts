import { previewText } from '../../lib/preview-value.ts';
import type { Kind } from '../kind.ts';
import { missingName } from '../readers/client/missing-name.ts';

/** A method fails on a success that the contract declares. */
export const answerRefused: Kind = {
  title: 'The client fails on a response that the contract declares',
  severity: 'error',
  gravity: 216,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses }) =>
    uses.flatMap((use) => {
      const { base, name } = use.method;
      const { outcome } = base;
      const last = base.exchanges.at(-1);
      if (last === undefined || last.operation !== use.operation || last.response === null) return [];
      const failed = outcome.kind === 'raised' || (outcome.kind === 'exited' && outcome.code !== 0);
      if (!failed || last.response.status >= 400 || missingName(use) !== undefined) return [];
      const said =
        outcome.kind === 'raised'
          ? `${outcome.class}: ${outcome.text}`
          : `exit code ${outcome.code}: ${outcome.stderr}`;
      return [
        {
          operation: use.operation,
          method: name,
          field: null,
          expected: `a result: the answer was the declared ${last.response.status}`,
          observed: previewText(said.trim(), 160),
          call: base,
          request: base.exchanges.length - 1,
          pointer: '/response/body',
          found: Buffer.from(last.response.body).toString('utf8'),
        },
      ];
    }),
};
