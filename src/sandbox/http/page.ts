import { withDefault } from '../validate/schema.ts';
import { integer } from '../validate/values.ts';

interface PageBounds {
  readonly limit: number;
  readonly max: number;
}

export function pageFields(bounds: PageBounds) {
  return {
    limit: withDefault(integer({ min: 1, max: bounds.max }), bounds.limit),
    offset: withDefault(integer({ min: 0 }), 0),
  };
}

export interface ListPage {
  readonly limit: number;
  readonly offset: number;
}

export function cutPage<T>(items: readonly T[], { limit, offset }: ListPage): readonly T[] {
  return items.slice(offset, offset + limit);
}

/** The items come from Maps, which keep the order of creation. */
export function newestFirst<T>(items: Iterable<T>): readonly T[] {
  return [...items].reverse();
}
