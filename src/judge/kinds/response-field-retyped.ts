import type { Kind } from '../kind.ts';
import { successDrafts } from '../subject.ts';

export const responseFieldRetyped: Kind = {
  title: 'A response field has a different type than the contract says',
  severity: 'error',
  gravity: 312,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => successDrafts(response, 'retyped'),
};
