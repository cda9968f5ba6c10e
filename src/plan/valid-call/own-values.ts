import { mapValues } from '../../lib/map-values.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { admits } from '../../schema/sample-text.ts';
import { allowedValues, type Shape } from '../../schema/shape.ts';

/** Adds the run id to an example such as `my-flow`, so that each scenario creates a separate item. */
export function ownName(value: Json | undefined, shape: Shape, prefix: string): Json | undefined {
  if (typeof value !== 'string' || !/^[a-z0-9]+(?:-[a-z0-9]+)+$|^[\w-]+(?: [\w-]+)+$/i.test(value)) return value;
  const own = `${value}${value.includes(' ') ? ' ' : '-'}\${run.id}`;
  return allowedValues(shape) === undefined && admits(shape, own) ? withPrefix(own, prefix) : value;
}

/** Changes the unique part of a value, because two calls of one scenario must not send the same value. */
export function withPrefix(value: Json, prefix: string): Json {
  if (prefix === '') return value;
  if (typeof value === 'string') {
    return value
      .replaceAll('${run.id}', `\${run.id}-${prefix.replaceAll(/[^a-z0-9]/g, '') || 'x'}`)
      .replaceAll(
        /\$\{(uuid|ulid|unique:\w+)(?:\.([^}]+))?\}/g,
        (_whole, kind, label = '') => `\${${kind}.${prefix}${label}}`,
      );
  }
  if (Array.isArray(value)) return value.map((item: Json) => withPrefix(item, prefix));
  if (!isJsonObject(value)) return value;
  return mapValues(value, (member) => withPrefix(member, prefix));
}
