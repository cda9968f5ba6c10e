import { shortHash } from '../../lib/stable-hash.ts';
import type { FindingKind } from '../../model/finding.ts';

/**
 * The id of what is to be repaired: `server-error/nul/5xx`. It holds no value, no step and no target, so that it is the
 * same in every run, and begins with the kind.
 */
export function causeId(kind: FindingKind, parts: readonly (string | null | undefined)[]): string {
  const named = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return [kind, ...named.map((part) => slug(String(part)))].join('/');
}

/** How much of one part is shown. */
const LONGEST = 48;

/** A part that cannot be written as it is keeps what can be read, and a mark that tells it from others. */
function slug(part: string): string {
  const plain = part
    .replace(/^\/+/, '')
    .replace(/[^\w.*+/-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === part.replace(/^\/+/, '') && plain.length <= LONGEST) return plain;
  return `${plain.slice(0, LONGEST)}~${shortHash([part]).slice(0, 4)}`;
}
