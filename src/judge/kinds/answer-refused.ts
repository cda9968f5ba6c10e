import { previewText } from '../../lib/preview-value.ts';
import type { CallOutcome } from '../../model/driver.ts';
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
      const failed = outcome.kind === 'raised' || isRefusal(outcome);
      if (!failed || last.response.status >= 400 || missingName(use) !== undefined) return [];
      const said = outcome.kind === 'exited' ? `exit code ${outcome.code}: ${outcome.stderr}` : raisedText(outcome);
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

function raisedText(outcome: CallOutcome): string {
  return outcome.kind === 'raised' ? `${outcome.class}: ${outcome.text}` : '';
}

/** A command that reads its standard input lacks the input, and says nothing of the response. */
function isRefusal(outcome: CallOutcome): boolean {
  return outcome.kind === 'exited' && outcome.code !== 0 && outcome.asked === undefined;
}
