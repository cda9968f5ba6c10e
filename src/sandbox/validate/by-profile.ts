import type { World } from '../world.ts';
import { invalid, type Schema } from './schema.ts';

/** Schema of a field that only the hosted server has, and that core ignores or rejects. */
export function onHosted<T>(
  world: World,
  schema: Schema<T | null | undefined>,
  onCore: 'ignored' | 'refused',
): Schema<T | null | undefined> {
  if (world.hosted) return schema;
  return onCore === 'refused' ? refused() : { read: () => undefined, absent: () => undefined };
}

/** Schema of a field that is rejected like an unknown field. */
export function refused(): Schema<undefined> {
  return {
    read(_value, at) {
      throw invalid(at, 'Extra inputs are not permitted');
    },
    absent: () => undefined,
  };
}
