import { admits } from '../../../schema/sample-text.ts';
import { numberOf, textKeyword } from '../../../schema/shape.ts';
import { answeredValue, refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import type { ProbeField, ProbeSubject } from '../subject.ts';
import { keptProbe } from './kept-values.ts';
import { isFree } from './lengths.ts';

/** Texts that servers stumble over: empty, with NUL, emoji and marks for writing from right to left. */
export const texts: ProbeFamily = (subject) =>
  subject.fields
    .filter(({ shape, isGuarded, field }) => shape.types?.has('string') === true && !isGuarded && !field.whole)
    .flatMap((probed) => [...empty(subject, probed), ...odd(subject, probed)]);

function empty(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { name, place } = probed.field;
  if (place.location === 'path' || namesRemoval(subject, probed)) return [];
  return probed.isBody && !admits(probed.shape, '')
    ? refusedValue(subject, probed, { tries: 'empty', says: `an empty "${name}" is refused`, value: '' })
    : answeredValue(subject, probed, { tries: 'empty', says: `an empty "${name}" is answered as declared`, value: '' });
}

/** Whether the clean-up puts the value into a path: what is made under an empty name could never be removed. */
function namesRemoval({ contract, context }: ProbeSubject, { field, parents, shape }: ProbeField): boolean {
  const { cleanup } = contract;
  if (cleanup === null || parents.length > 0 || !admits(shape, '')) return false;
  const remover = context.contracts.operations.get(cleanup.call);
  return (remover?.fields ?? []).some(
    ({ name, place }) => place.location === 'path' && cleanup.with[name] === `\${${field.name}}`,
  );
}

const EMOJI = '🦊 👩‍👩‍👧 ${run.id}';
const RIGHT_TO_LEFT = 'אב \u202Eab\u202C \u200F ${run.id}';
const NUL = 'before\u0000after ${run.id}';

function odd(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { name, place } = probed.field;
  const isShort = (numberOf(probed.shape, 'maxLength') ?? 64) < 64;
  if (!isFree(probed) || isShort || place.location === 'header' || place.location === 'cookie') return [];
  const nul = answeredValue(subject, probed, {
    tries: 'nul',
    says: `a NUL in "${name}" is answered as declared`,
    value: NUL,
  });
  const marks = [
    { tries: 'emoji', says: `emoji in "${name}" are taken`, value: EMOJI },
    {
      tries: 'right-to-left',
      says: `marks for writing from right to left in "${name}" are taken`,
      value: RIGHT_TO_LEFT,
    },
  ];
  if (!probed.isBody)
    return [
      ...nul,
      ...marks.flatMap((mark) =>
        answeredValue(subject, probed, { ...mark, says: `${mark.tries} in "${name}" is answered as declared` }),
      ),
    ];
  const kept =
    textKeyword(probed.shape, 'format') === undefined
      ? keptProbe(subject, probed, { tries: 'emoji-kept', value: EMOJI, seen: EMOJI })
      : [];
  return [...nul, ...marks.flatMap((mark) => takenValue(subject, probed, mark)), ...kept];
}
