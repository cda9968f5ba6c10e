import { parseDuration } from '../../lib/duration.ts';
import { sha256 } from '../../lib/stable-hash.ts';
import type { Actors } from '../target/credentials.ts';
import { isSecretPart } from '../target/credentials.ts';
import type { Found } from './resolve-references.ts';

/** What references that no step gives are taken from. */
export interface Surroundings {
  /** `parity-<run>-<6 hex>`: unique to the run and scenario. */
  readonly runName: () => string;
  readonly actors: Actors;
  /** Milliseconds since 1970 at the target's clock. */
  readonly now: () => number;
}

/** Letters of a `${text:n}` at most: more than any limit that a test wants to pass. */
const LONGEST_TEXT = 32 * 1024 * 1024;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const BUILTINS: readonly (readonly [RegExp, (parts: readonly string[], from: Surroundings) => Found])[] = [
  [/^run\.id$/, (_parts, { runName }) => ({ value: runName() })],
  [/^now(?:([+-])(.+))?$/, ([sign, duration], { now }) => instant(now(), sign, duration)],
  [/^uuid(?:\.(.+))?$/, ([label = ''], { runName }) => ({ value: uuidOf(`${runName()}\n${label}`) })],
  [/^ulid(?:\.(.+))?$/, ([label = ''], { runName }) => ({ value: ulidOf(`${runName()}\n${label}`) })],
  [/^text:(\d+)$/, ([length], _from) => textOf(Number(length))],
  [/^actor\.([^.]+)\.([^.]+)$/, ([actor = '', part = ''], { actors }) => actorPart(actors, actor, part)],
];

/** A reference of the language itself; undefined when the expression is none. */
export function findBuiltin(expression: string, from: Surroundings): Found | undefined {
  for (const [pattern, find] of BUILTINS) {
    const match = pattern.exec(expression);
    if (match !== null) return find(match.slice(1), from);
  }
  return undefined;
}

function instant(now: number, sign: string | undefined, duration: string | undefined): Found {
  if (duration === undefined) return { value: new Date(now).toISOString() };
  const ms = parseDuration(duration);
  if (ms === undefined) return { reason: `expected a duration such as 1h in \${now${sign}${duration}}` };
  const date = new Date(sign === '-' ? now - ms : now + ms);
  if (Number.isNaN(date.getTime())) return { reason: `\${now${sign}${duration}} is no date` };
  return { value: date.toISOString() };
}

/** A v4 UUID that is always the same for the same name: the run's name in it makes it unique. */
function uuidOf(name: string): string {
  const hex = sha256(name);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** 26 letters of Crockford's base 32, the first of them low enough for a ULID's time. */
function ulidOf(name: string): string {
  const digits = [...sha256(`ulid\n${name}`)].slice(0, 52).map((digit) => Number.parseInt(digit, 16));
  const letters = Array.from(
    { length: 26 },
    (_, index) => ((digits[2 * index] ?? 0) * 16 + (digits[2 * index + 1] ?? 0)) % 32,
  );
  return letters.map((value, index) => CROCKFORD[index === 0 ? value % 8 : value]).join('');
}

function textOf(length: number): Found {
  if (length > LONGEST_TEXT) return { reason: `expected at most ${LONGEST_TEXT} letters, got \${text:${length}}` };
  return { value: LETTERS.repeat(Math.ceil(length / LETTERS.length)).slice(0, length) };
}

function actorPart(actors: Actors, actor: string, part: string): Found {
  if (isSecretPart(part)) return { reason: `the part "${part}" of an actor is a secret, and cannot be referred to` };
  const credentials = Object.hasOwn(actors, actor) ? Object.values(actors[actor] ?? {}) : [];
  const holder = credentials.find((credential) => Object.hasOwn(credential, part));
  const value = holder?.[part];
  return value === undefined ? { reason: `the actor "${actor}" has no part "${part}"` } : { value };
}
