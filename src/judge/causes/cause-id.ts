import { shortHash } from '../../lib/stable-hash.ts';
import type { FindingKind } from '../../model/finding.ts';

/**
 * Builds the id of a cause, for example `server-error/nul/5xx`. An id starts with the finding kind. It contains no value, step
 * or target, so the id is the same in every run.
 */
export function causeId(kind: FindingKind, parts: readonly (string | null | undefined)[]): string {
  const named = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return [kind, ...named.map((part) => slug(String(part)))].join('/');
}

/** Maximum length of one part of a cause id. */
const LONGEST = 48;

/**
 * Replaces unusual characters with a dash, and shortens a long text. A hash of the text is then added, so that two
 * different texts never have the same id.
 */
function slug(part: string): string {
  const plain = part
    .replace(/^\/+/, '')
    .replace(/[^\w.*+/-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === part.replace(/^\/+/, '') && plain.length <= LONGEST) return plain;
  return `${plain.slice(0, LONGEST)}~${shortHash([part]).slice(0, 4)}`;
}
