import type { Kind } from '../kind.ts';
import { successDrafts } from '../subject.ts';

export const responseValueInvalid: Kind = {
  title: 'A response value violates its schema',
  severity: 'error',
  gravity: 313,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => successDrafts(response, 'invalid'),
};
