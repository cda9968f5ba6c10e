import type { Surface } from '../../src/model/surface.ts';

/** The statements of a surface without its source and the positions. */
export function said({ operations }: Surface) {
  return operations.map(({ at: _, names: __, fields, ...rest }) => ({
    ...rest,
    fields: fields.map(({ at: ___, ...field }) => field),
  }));
}
