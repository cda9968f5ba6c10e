import type { EarlierLine, Handoff } from '../../model/handoff.ts';

/** Returns true if the content of an earlier file is a hand-off. */
export function isHandoff(value: unknown): value is Handoff {
  if (typeof value !== 'object' || value === null || !('format' in value)) return false;
  // The file formats 1 and 2 use the same ids, so both are accepted.
  if (value.format !== 1 && value.format !== 2) return false;
  return LISTS.every((name) => {
    const list: unknown = (value as Record<string, unknown>)[name]; // safe cast: `value` is an object
    return Array.isArray(list) && list.every(isLine);
  });
}

export function linesOf(handoff: Handoff): readonly EarlierLine[] {
  return LISTS.flatMap((name): readonly EarlierLine[] => handoff[name]);
}

const LISTS = ['missing', 'wrong', 'inFlight', 'manifest', 'docs', 'lattice', 'answers', 'versions'] as const;

function isLine(value: unknown): value is EarlierLine {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (name: string) => typeof (value as Record<string, unknown>)[name] === 'string'; // safe cast: `value` is an object
  return isText('id') && isText('first') && 'fingerprints' in value && Array.isArray(value.fingerprints);
}
