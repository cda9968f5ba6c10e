import type { Landing } from '../../../model/client-surface.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { OperationId } from '../../../model/operation-id.ts';

/** A value of a kind that clients write in one place, and whether the server reads it. */
export interface Written {
  readonly operation: OperationId;
  /** See `writerOf`. */
  readonly writer: string;
  readonly isRight: boolean;
}

/** What is most likely written by the same lines: `boolean outside a body`. Null: what needs no writing. */
export function writerOf({ given, place }: Pick<Landing, 'given' | 'place'>): string | null {
  const where = place.location === 'body' ? 'in a body' : 'outside a body';
  if (isJsonObject(given) && given.$type === 'datetime') {
    const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(String(given.value));
    return `time with${hasZone ? '' : 'out'} a zone ${where}`;
  }
  if (place.location === 'body') return null;
  if (typeof given === 'boolean') return `boolean ${where}`;
  return Array.isArray(given) ? `list ${where}` : null;
}

/** One operation may be a slip, and so may two. */
const LEAST = 3;

/** Writers that get it wrong wherever they are used: that is one fault, whatever the number of fields. */
export function wrongWriters(written: readonly Written[]): ReadonlySet<string> {
  const operations = new Map<string, Set<OperationId>>();
  for (const { writer, operation } of written) {
    operations.set(writer, (operations.get(writer) ?? new Set()).add(operation));
  }
  const right = new Set(written.filter(({ isRight }) => isRight).map(({ writer }) => writer));
  return new Set(
    [...operations].filter(([writer, { size }]) => size >= LEAST && !right.has(writer)).map(([writer]) => writer),
  );
}
