import type { World } from '../world.ts';
import { invalid, type Schema } from './schema.ts';

/** A field that only the hosted server has. Core ignores or rejects it. */
export function onHosted<T>(
  world: World,
  schema: Schema<T | null | undefined>,
  onCore: 'ignored' | 'refused',
): Schema<T | null | undefined> {
  if (world.hosted) return schema;
  return onCore === 'refused' ? refused() : { read: () => undefined, absent: () => undefined };
}

/** A field that must be absent. It is reported like an unknown field. */
export function refused(): Schema<undefined> {
  return {
    read(_value, at) {
      throw invalid(at, 'Extra inputs are not permitted');
    },
    absent: () => undefined,
  };
}
