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
 * Converts a text to a part of a cause id. All characters except letters and digits are removed. If any characters are removed,
 * a hash of the text is added, so that two different texts never have the same id.
 */
function slug(part: string): string {
  const plain = part
    .replace(/^\/+/, '')
    .replace(/[^\w.*+/-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === part.replace(/^\/+/, '') && plain.length <= LONGEST) return plain;
  return `${plain.slice(0, LONGEST)}~${shortHash([part]).slice(0, 4)}`;
}
