import type { World } from '../world.ts';
import { invalid, type Schema } from './schema.ts';

/** The schema of a field that only the hosted server has. The core server ignores or rejects this field. */
export function onHosted<T>(
  world: World,
  schema: Schema<T | null | undefined>,
  onCore: 'ignored' | 'refused',
): Schema<T | null | undefined> {
  if (world.hosted) return schema;
  return onCore === 'refused' ? refused() : { read: () => undefined, absent: () => undefined };
}

/** This schema rejects the field as if its name were unknown. */
export function refused(): Schema<undefined> {
  return {
    read(_value, at) {
      throw invalid(at, 'Extra inputs are not permitted');
    },
    absent: () => undefined,
  };
}
