import { shortHash } from '../../lib/stable-hash.ts';
import type { FindingKind } from '../../model/finding.ts';

/**
 * Builds the id of a cause: `server-error/nul/5xx`. It starts with the kind and contains no value, step or target, so it is the
 * same in every run.
 */
export function causeId(kind: FindingKind, parts: readonly (string | null | undefined)[]): string {
  const named = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return [kind, ...named.map((part) => slug(String(part)))].join('/');
}

/** Maximum length of one part. */
const LONGEST = 48;

/** A part with other characters keeps its readable characters and gets a hash that distinguishes it. */
function slug(part: string): string {
  const plain = part
    .replace(/^\/+/, '')
    .replace(/[^\w.*+/-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === part.replace(/^\/+/, '') && plain.length <= LONGEST) return plain;
  return `${plain.slice(0, LONGEST)}~${shortHash([part]).slice(0, 4)}`;
}
