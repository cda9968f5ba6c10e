import type { Kind } from '../kind.ts';
import { credentialDrafts } from '../readers/request-place.ts';

/** The credential has no scheme word such as `Bearer`, a wrong scheme word, or two scheme words. */
export const credentialMalformed: Kind = {
  title: 'A credential is written in a form that the server does not read',
  severity: 'error',
  gravity: 218,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: (subject) => credentialDrafts(subject, 'malformed'),
};
