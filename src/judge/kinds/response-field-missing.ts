import type { Kind } from '../kind.ts';
import { successDrafts } from '../subject.ts';

export const responseFieldMissing: Kind = {
  title: 'A declared response field is absent',
  severity: 'error',
  gravity: 400,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => successDrafts(response, 'missing'),
};
