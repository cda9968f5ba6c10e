import { foldName, headerSpellings } from '../../lib/fold-name.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import type { Place } from '../../model/contract.ts';

/** Describes a place in a request, such as `body schedule.cron` or `header X-Clerk-Id`. */
export function placeWords(place: Place): string {
  return `${place.location} ${placeName(place)}`.trim();
}

/** Returns `schedule.cron` for `{ location: 'body', name: '/schedule/cron' }`. */
export function placeName({ location, name }: Place): string {
  return location === 'body' ? bodyParts(name).join('.') : name;
}

/** The key of a path parameter is its position, because its name is never sent. */
export function placeKey({ location, name }: Place, path?: string): string {
  if (location === 'path') return `path ${path === undefined ? '' : holePosition(path, name)}`;
  if (location === 'header') return `header ${name.toLowerCase()}`;
  return `${location} ${location === 'body' ? bodyParts(name).join('/') : name.replace(/\[\d*\]$/, '')}`;
}

/** Returns equivalent spellings of a name, such as `clerk_id`, `clerkId` and `X-Clerk-Id`. */
export function nameKeys(name: string, place: Place | null): readonly string[] {
  if (place?.location !== 'header') {
    const wire = place === null || place.location === 'path' ? name : bodyParts(place.name).join('');
    return [...new Set([foldName(name), foldName(wire)])];
  }
  const { bare, unbranded } = headerSpellings(place.name);
  return [...new Set([name, place.name, bare, unbranded].map(foldName))];
}

export function lastPart(name: string): string {
  return foldName(name.split('.').at(-1) ?? name);
}

/** `shipAt` and `ship_at` give the same part, and list positions are left out. */
export function foldedParts(name: string): readonly string[] {
  const parts = name.startsWith('/') ? parsePointer(name) : name.split('.');
  return parts.filter((part) => !isPosition(part)).map(foldName);
}

/** Leaves out list positions, because a list and its items count as one field. */
function bodyParts(name: string): readonly string[] {
  return (name.startsWith('/') ? parsePointer(name) : [name]).filter((part) => !isPosition(part));
}

function isPosition(part: string): boolean {
  return part === '*' || part === '' || /^\d+$/.test(part);
}

function holePosition(path: string, name: string): number | string {
  const holes = [...path.matchAll(/\{([^}]*)\}/g)].map(([, hole = '']) => hole);
  const position = holes.findIndex((hole) => foldName(hole) === foldName(name));
  if (position !== -1) return position;
  return holes.length === 1 ? 0 : foldName(name);
}
