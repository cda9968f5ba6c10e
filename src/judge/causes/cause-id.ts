import { shortHash } from '../../lib/stable-hash.ts';
import type { FindingKind } from '../../model/finding.ts';

/** Builds an id such as `server-error/nul/5xx`, which is the same in every run. */
export function causeId(kind: FindingKind, parts: readonly (string | null | undefined)[]): string {
  const named = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return [kind, ...named.map((part) => slug(String(part)))].join('/');
}

const LONGEST = 48;

/** Adds a hash to a changed text, so that two different texts never have the same id. */
function slug(part: string): string {
  const plain = part
    .replace(/^\/+/, '')
    .replace(/[^\w.*+/-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain === part.replace(/^\/+/, '') && plain.length <= LONGEST) return plain;
  return `${plain.slice(0, LONGEST)}~${shortHash([part]).slice(0, 4)}`;
}
