import type { Surface } from '../../src/model/surface.ts';

/** Removes the positions in files, so that operations can be compared. */
export function said({ operations }: Surface) {
  return operations.map(({ at: _, names: __, fields, ...rest }) => ({
    ...rest,
    fields: fields.map(({ at: ___, ...field }) => field),
  }));
}
