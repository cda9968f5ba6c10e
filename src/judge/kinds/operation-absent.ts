import { requestText } from '../../model/route.ts';
import type { Kind } from '../kind.ts';
import { answerText } from '../readers/answer-text.ts';

/** Reports an undeclared response that looks like the server's response to an unknown route. */
export const operationAbsent: Kind = {
  title: 'The server does not know the operation',
  severity: 'error',
  gravity: 202,
  about: 'response',
  cause: 'place',
  masks: true,
  exchange: ({ answer, contract }) => {
    if (answer.kind !== 'absent') return [];
    const { text, found } = answerText(answer);
    const expected = requestText(contract);
    return [
      { field: null, expected, observed: `${text}, as for an unknown route`, pointer: '/response/status', found },
    ];
  },
};
