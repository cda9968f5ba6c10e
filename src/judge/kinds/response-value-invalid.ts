import type { Kind } from '../kind.ts';
import { bodyDrafts } from '../subject.ts';

/** Of a success; an error's body is the envelope's business. */
export const responseValueInvalid: Kind = {
  title: 'A response value breaks its schema',
  severity: 'error',
  gravity: 313,
  about: 'response',
  cause: 'member',
  exchange: ({ response }) => {
    if (response === null || response.spec.status >= 400) return [];
    return bodyDrafts(response.body, ({ kind }) => kind === 'invalid');
  },
};
