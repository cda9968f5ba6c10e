import type { Surface } from '../../src/model/surface.ts';

/** What a surface says, without who says it and where. */
export function said({ operations }: Surface) {
  return operations.map(({ at: _, names: __, fields, ...rest }) => ({
    ...rest,
    fields: fields.map(({ at: ___, ...field }) => field),
  }));
}
