import type { Surface } from '../../src/model/surface.ts';

/** What a surface states, without its source and without positions in files. */
export function said({ operations }: Surface) {
  return operations.map(({ at: _, names: __, fields, ...rest }) => ({
    ...rest,
    fields: fields.map(({ at: ___, ...field }) => field),
  }));
}
