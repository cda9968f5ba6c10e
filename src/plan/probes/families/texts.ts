import { isJsonObject, type Json } from '../../../model/json.ts';
import { asSchema } from '../../../schema/keywords.ts';
import type { SchemaRegistry } from '../../../schema/resolve-ref.ts';
import { admits } from '../../../schema/sample-text.ts';
import { sampleItems } from '../../../schema/sample-value.ts';
import { partSchema, readShape, type Shape, textKeyword } from '../../../schema/shape.ts';
import { answeredValue, refusedValue, takenValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { type ProbeField, type ProbeSubject, wishFor } from '../subject.ts';
import { keptProbe } from './kept-values.ts';
import { isFree } from './lengths.ts';

/** Probes with texts that often cause errors: an empty text, and texts with NUL, emoji, and right-to-left marks. */
export const texts: ProbeFamily = (subject) => {
  const fields = subject.fields.filter(({ isGuarded, field }) => !isGuarded && !field.whole);
  return fields.flatMap((probed) => {
    const { types } = probed.shape;
    const ofText = types?.has('string') === true ? [...empty(subject, probed), ...odd(subject, probed)] : [];
    return [...ofText, ...(types?.has('array') === true ? nulInItem(subject, probed) : [])];
  });
};

function empty(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { name, place } = probed.field;
  if (place.location === 'path' || namesRemoval(subject, probed)) return [];
  return probed.isBody && !admits(probed.shape, '')
    ? refusedValue(subject, probed, { tries: 'empty', says: `an empty "${name}" is rejected`, value: '' })
    : answeredValue(subject, probed, {
        tries: 'empty',
        says: `an empty "${name}" gets a response that the contract declares`,
        value: '',
      });
}

/** A value that the clean-up puts into a path must not be empty. */
function namesRemoval({ contract, context }: ProbeSubject, { field, parents, shape }: ProbeField): boolean {
  const { cleanup } = contract;
  if (cleanup === null || parents.length > 0 || !admits(shape, '')) return false;
  const remover = context.contracts.operations.get(cleanup.call);
  return (remover?.fields ?? []).some(
    ({ name, place }) => place.location === 'path' && cleanup.with[name] === `\${${field.name}}`,
  );
}

/** In each pair, the second text is for fields that allow only a few characters. */
const EMOJI = ['🦊 👩‍👩‍👧 ${run.id}', '🦊'];
const RIGHT_TO_LEFT = ['אב \u202Eab\u202C \u200F ${run.id}', 'אב\u200F'];
const NUL = ['before\u0000after ${run.id}', 'a\u0000b'];

function fitting(shape: Shape, texts: readonly string[]): string | undefined {
  return texts.find((text) => admits(shape, text));
}

function odd(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { shape, field, isBody } = probed;
  const { name, place } = field;
  if (!isFree(probed) || place.location === 'header' || place.location === 'cookie') return [];
  const marks = [
    {
      tries: 'nul',
      value: fitting(shape, NUL),
      says: `a NUL character in "${name}" gets a response that the contract declares`,
      isTaken: false,
    },
    { tries: 'emoji', value: fitting(shape, EMOJI), says: `emoji in "${name}" are accepted`, isTaken: isBody },
    {
      ...{ tries: 'right-to-left', value: fitting(shape, RIGHT_TO_LEFT), isTaken: isBody },
      says: `right-to-left marks in "${name}" are accepted`,
    },
  ];
  const probes = marks.flatMap(({ tries, value, says, isTaken }) => {
    if (value === undefined) return [];
    if (isTaken) return takenValue(subject, probed, { tries, value, says });
    const answered =
      tries === 'nul'
        ? says
        : `a text with ${tries} characters in "${name}" gets a response that the contract declares`;
    return answeredValue(subject, probed, { tries, value, says: answered });
  });
  const seen = fitting(shape, EMOJI);
  const isKept = isBody && seen !== undefined && textKeyword(shape, 'format') === undefined;
  return isKept ? [...probes, ...keptProbe(subject, probed, { tries: 'emoji-kept', value: seen, seen })] : probes;
}

/** Puts NUL into an item of a list, or into a member of an item that is an object. */
function nulInItem(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { schemas } = subject.context.contracts;
  const { name } = probed.field;
  const item = readShape(partSchema(probed.shape, 'items'), schemas);
  const [sample] = sampleItems(probed.shape, 1, wishFor(subject, probed)) ?? [];
  const value = probed.isBody ? withNul(item, sample, schemas) : undefined;
  if (value === undefined) return [];
  const says = `a NUL character in an item of "${name}" gets a response that the contract declares`;
  return answeredValue(subject, probed, { tries: 'item-nul', says, value: [value] });
}

function withNul(shape: Shape, sample: Json | undefined, schemas: SchemaRegistry): Json | undefined {
  if (shape.types?.has('string') === true) return isFree({ shape }) ? fitting(shape, NUL) : undefined;
  const { properties } = shape.keywords;
  if (!isJsonObject(sample) || !isJsonObject(properties)) return undefined;
  const member = Object.keys(properties).find((key) => {
    const part = readShape(asSchema(properties[key]), schemas);
    return part.types?.has('string') === true && isFree({ shape: part }) && fitting(part, NUL) !== undefined;
  });
  return member === undefined ? undefined : { ...sample, [member]: 'a\u0000b' };
}
