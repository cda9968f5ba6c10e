import { createHash } from 'node:crypto';

/** If one of these members changes, the ETag of the roster changes too. */
export interface RosterLine {
  readonly name: string;
  readonly display_name: string;
  readonly description: string | null;
  readonly online: boolean;
  readonly preferred_contact: 'sync' | 'async';
  readonly status: string;
  readonly bucketed_seen: string | null;
}

export function rosterEtag(lines: readonly RosterLine[], salt = ''): string {
  const digest = createHash('sha256').update(JSON.stringify(lines) + salt);
  return `W/"${digest.digest('hex').slice(0, 16)}"`;
}
