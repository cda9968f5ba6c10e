import type { Kind } from '../kind.ts';
import { credentialDrafts } from '../readers/request-place.ts';

/** The request contains no credential, or only a part of a credential. */
export const credentialMissing: Kind = {
  title: 'A request contains no credential that its operation accepts',
  severity: 'error',
  gravity: 217,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: (subject) => credentialDrafts(subject, 'missing'),
};
