import type { DriverValue } from '../model/driver.ts';
import { isJsonObject, type Json } from '../model/json.ts';

/** A part of a given value that can be recognised on the wire. */
interface Mark {
  /** Where it is inside the given value. */
  readonly path: readonly (string | number)[];
  readonly isIn: (wire: Json) => boolean;
}

/** The prefix of every text that the tracer makes up. */
export const MARK_PREFIX = 'pw-';
/** The start of every UUID that the tracer makes up. */
export const UUID_PREFIX = '70770000-0000-4000-8000-';
/** Numbers from here on are made up. */
export const FIRST_NUMBER = 41_000;

/** Whether a value on the wire is one that the tracer made up. */
export function isMadeUp(wire: Json | undefined): boolean {
  if (typeof wire === 'number') return wire >= FIRST_NUMBER && wire < FIRST_NUMBER + 10_000;
  if (typeof wire === 'string') {
    if ([MARK_PREFIX, UUID_PREFIX].some((prefix) => wire.includes(prefix))) return true;
    return wire.startsWith('2031-') || isMadeUp(Number(wire));
  }
  return typeof wire === 'object' && wire !== null && Object.values(wire).some(isMadeUp);
}

/** The parts of a value by which it can be recognised; none for booleans and members of enumerations. */
export function marksOf(given: DriverValue, path: readonly (string | number)[] = []): readonly Mark[] {
  if (typeof given === 'string') return textMarks(given, path);
  if (typeof given === 'number') return given >= FIRST_NUMBER ? [{ path, isIn: (wire) => isNumber(wire, given) }] : [];
  if (Array.isArray(given)) return given.flatMap((item: DriverValue, index) => marksOf(item, [...path, index]));
  if (!isJsonObject(given)) return [];
  if (given.$type === 'datetime') return instantMarks(String(given.value), path);
  if (given.$type === 'bytes') return textMarks(Buffer.from(String(given.base64), 'base64').toString('utf8'), path);
  return Object.entries(given).flatMap(([key, member]) => marksOf(member, [...path, key]));
}

function textMarks(text: string, path: Mark['path']): readonly Mark[] {
  if (text.startsWith('{') || text.startsWith('[')) return jsonMarks(text, path);
  if (Number.isInteger(Number(text)) && Number(text) >= FIRST_NUMBER) {
    return [{ path, isIn: (wire) => isNumber(wire, Number(text)) }];
  }
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return instantMarks(text, path);
  if (text.startsWith(UUID_PREFIX)) return [{ path, isIn: (wire) => isUuid(wire, text) }];
  return text.includes(MARK_PREFIX) ? [{ path, isIn: (wire) => typeof wire === 'string' && wire.includes(text) }] : [];
}

/** JSON given as text, to a command: its parts arrive as values. */
function jsonMarks(text: string, path: Mark['path']): readonly Mark[] {
  const whole: Mark = { path, isIn: (wire) => wire === text };
  try {
    const value: DriverValue = JSON.parse(text);
    return [whole, ...marksOf(value, path)];
  } catch {
    return [whole];
  }
}

/** A time is recognised by its instant, however it is written; without an offset, by its digits. */
function instantMarks(text: string, path: Mark['path']): readonly Mark[] {
  const digits = text.slice(0, 16);
  const instant = Date.parse(text);
  const isIn = (wire: Json) => {
    if (typeof wire === 'number') return wire === instant || wire === Math.floor(instant / 1000);
    return typeof wire === 'string' && (wire.includes(digits) || (wire.length > 15 && Date.parse(wire) === instant));
  };
  return [{ path, isIn }];
}

/** With dashes or without, in any case. */
function isUuid(wire: Json, given: string): boolean {
  return typeof wire === 'string' && wire.toLowerCase().replaceAll('-', '').includes(given.replaceAll('-', ''));
}

function isNumber(wire: Json, given: number): boolean {
  return wire === given || (typeof wire === 'string' && wire === String(given));
}
