import type { Surface } from '../../src/model/surface.ts';

/** Returns the operations of a surface without positions in files. */
export function said({ operations }: Surface) {
  return operations.map(({ at: _, names: __, fields, ...rest }) => ({
    ...rest,
    fields: fields.map(({ at: ___, ...field }) => field),
  }));
}
