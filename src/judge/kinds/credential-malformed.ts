import type { Kind } from '../kind.ts';
import { credentialDrafts } from '../readers/request-place.ts';

/**
 * The credential is sent without its scheme word (such as `Bearer`), with a wrong scheme word, or with two scheme
 * words.
 */
export const credentialMalformed: Kind = {
  title: 'A credential is written in a form that the server does not read',
  severity: 'error',
  gravity: 218,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: (subject) => credentialDrafts(subject, 'malformed'),
};
