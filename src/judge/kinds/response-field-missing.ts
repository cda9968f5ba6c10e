import type { Kind } from '../kind.ts';
import { bodyDrafts } from '../subject.ts';

/** Of a success; an error's body is the envelope's business. */
export const responseFieldMissing: Kind = {
  title: 'A declared response field is absent',
  severity: 'error',
  gravity: 400,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => {
    if (response === null || response.spec.status >= 400) return [];
    return bodyDrafts(response.body, ({ kind }) => kind === 'missing');
  },
};
