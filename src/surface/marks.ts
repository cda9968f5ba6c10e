import { tryParseJson } from '../lib/json-text.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { DriverValue } from '../model/driver.ts';
import { isJsonObject, type Json } from '../model/json.ts';

export interface Mark {
  readonly path: readonly (string | number)[];
  readonly isIn: (wire: Json) => boolean;
}

export const MARK_PREFIX = 'pw-';
export const UUID_PREFIX = '70770000-0000-4000-8000-';
/** The smallest number that the tracer makes up. */
export const FIRST_NUMBER = 41_000;

export function isMadeUp(wire: Json | undefined): boolean {
  if (typeof wire === 'number') return wire >= FIRST_NUMBER && wire < FIRST_NUMBER + 10_000;
  if (typeof wire === 'string') {
    if ([MARK_PREFIX, UUID_PREFIX].some((prefix) => wire.includes(prefix))) return true;
    return wire.startsWith('2031-') || wire.split(/[/~]/).some((part) => isMadeUp(Number(part)));
  }
  return typeof wire === 'object' && wire !== null && Object.values(wire).some(isMadeUp);
}

/** Returns true if a value contains, possibly encoded, a text that the tracer made up. */
export function holdsArgument(wire: Json): boolean {
  const isIn = (value: Json) => typeof value === 'string' && ARGUMENT.test(value);
  return isCarried({ path: [], isIn }, wire);
}

/** Matches the texts that the tracer makes up for arguments, but not the made-up API key. */
const ARGUMENT = /pw-[\w-]+-zk?(?![\w-])/;

/** Returns the parts of a value that a request can show: none for a boolean or an enumeration value. */
export function marksOf(given: DriverValue, path: readonly (string | number)[] = []): readonly Mark[] {
  if (typeof given === 'string') return textMarks(given, path);
  if (typeof given === 'number') return given >= FIRST_NUMBER ? [{ path, isIn: (wire) => isNumber(wire, given) }] : [];
  if (Array.isArray(given)) return given.flatMap((item: DriverValue, index) => marksOf(item, [...path, index]));
  if (!isJsonObject(given)) return [];
  if (given.$type === 'datetime') return instantMarks(String(given.value), path);
  if (given.$type === 'bytes') return textMarks(Buffer.from(String(given.base64), 'base64').toString('utf8'), path);
  return Object.entries(given).flatMap(([key, member]) => marksOf(member, [...path, key]));
}

export function isCarried({ isIn }: Mark, wire: Json): boolean {
  return isIn(wire) || (typeof wire === 'string' && decodings(wire).some((inner) => isWithin(inner, isIn)));
}

function isWithin(value: Json, isIn: Mark['isIn']): boolean {
  if (typeof value !== 'object' || value === null) return isIn(value);
  return Object.entries(value).some(([key, member]) => isIn(key) || isWithin(member, isIn));
}

/** Returns true if the text `sent` encodes the value, for example in a JSON list. */
export function holdsEncoded(sent: Json, given: DriverValue): boolean {
  if (typeof sent !== 'string') return false;
  const isText = typeof given === 'string';
  if (marksOf(given).length === 0) return false;
  return decodings(sent).some(
    (inner) => (!isText || isStructure(inner)) && marksOf(given).every((mark) => isWithin(inner, mark.isIn)),
  );
}

function isStructure(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

function decodings(text: string): readonly Json[] {
  const plain = readJson(text);
  if (plain !== undefined) return [plain];
  if (text.length < 8 || !/^[\w+/-]+={0,2}$/.test(text)) return [];
  const decoded = decodeUtf8(Buffer.from(text, 'base64'));
  if (decoded === undefined || !/^[^\p{Cc}]+$/u.test(decoded)) return [];
  return [decoded, readJson(decoded)].filter((each) => each !== undefined);
}

function readJson(text: string): Json | undefined {
  return /^\s*[[{"]/.test(text) ? tryParseJson(text) : undefined;
}

function textMarks(text: string, path: Mark['path']): readonly Mark[] {
  if (text.startsWith('{') || text.startsWith('[')) return jsonMarks(text, path);
  if (Number.isInteger(Number(text)) && Number(text) >= FIRST_NUMBER) {
    return [{ path, isIn: (wire) => isNumber(wire, Number(text)) }];
  }
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return instantMarks(text, path);
  if (text.startsWith(UUID_PREFIX)) return [{ path, isIn: (wire) => isUuid(wire, text) }];
  if (!text.includes(MARK_PREFIX)) return [];
  // A value such as `flow/deployment` may be sent as two segments of a path.
  const parts = text.split('/').filter((part) => part.startsWith(MARK_PREFIX));
  return (parts.length > 1 ? [text, ...parts] : [text]).map((part) => ({
    path,
    isIn: (wire: Json) => typeof wire === 'string' && wire.includes(part),
  }));
}

/** A client may take JSON text as an argument, and send the values in the JSON separately. */
function jsonMarks(text: string, path: Mark['path']): readonly Mark[] {
  const whole: Mark = { path, isIn: (wire) => wire === text };
  try {
    const value: DriverValue = JSON.parse(text);
    return [whole, ...marksOf(value, path)];
  } catch {
    return [whole];
  }
}

/** Recognises a date-time by its digits, or by the same instant in another format. */
function instantMarks(text: string, path: Mark['path']): readonly Mark[] {
  const digits = text.slice(0, 16);
  const instant = Date.parse(text);
  const isIn = (wire: Json) => {
    if (typeof wire === 'number') return wire === instant || wire === Math.floor(instant / 1000);
    return typeof wire === 'string' && (wire.includes(digits) || (wire.length > 15 && Date.parse(wire) === instant));
  };
  return [{ path, isIn }];
}

function isUuid(wire: Json, given: string): boolean {
  return typeof wire === 'string' && wire.toLowerCase().replaceAll('-', '').includes(given.replaceAll('-', ''));
}

function isNumber(wire: Json, given: number): boolean {
  return wire === given || (typeof wire === 'string' && wire === String(given));
}
