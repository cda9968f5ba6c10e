import { refusedValue, takenValue } from '../make-probe.ts';
import type { ProbeFamily } from '../probe.ts';

/** Probes with null for each field of a JSON body. A nullable field must accept null, and every other field must reject null. */
export const nulls: ProbeFamily = (subject) =>
  subject.fields
    .filter(
      ({ isTyped, field, shape, isGuarded }) => isTyped && !field.whole && shape.types !== undefined && !isGuarded,
    )
    .flatMap((probed) => {
      const { name } = probed.field;
      return probed.shape.nullable
        ? takenValue(subject, probed, { tries: 'null', says: `null for "${name}" is accepted`, value: null })
        : refusedValue(subject, probed, { tries: 'null', says: `null for "${name}" is rejected`, value: null });
    });
