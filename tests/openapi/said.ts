import type { Surface } from '../../src/model/surface.ts';

/** Returns the operations without their positions in files. Tests do not compare these positions. */
export function said({ operations }: Surface) {
  return operations.map(({ at: _, names: __, fields, ...rest }) => ({
    ...rest,
    fields: fields.map(({ at: ___, ...field }) => field),
  }));
}
