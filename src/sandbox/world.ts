import { createHmac, randomBytes } from 'node:crypto';
import { type Agenda, makeAgenda } from './agenda.ts';
import { type Clock, makeClock } from './clock.ts';
import type { DefectName } from './defects/index.ts';
import type { Settings } from './options.ts';
import { makeRateLimiter, type RequestCounter } from './rate-limit.ts';
import { emptyState, type State } from './state.ts';

/** What a handler can see and change. One per running sandbox. */
export interface World {
  readonly settings: Settings;
  readonly hosted: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly state: State;
  readonly agenda: Agenda;
  readonly limiter: RequestCounter;
  readonly secrets: { readonly internalToken: string; readonly sessionKey: string };
  /** Called after each emitted event, for requests that wait for one. */
  readonly eventListeners: Set<() => void>;
  has(defect: DefectName): boolean;
}

export function makeWorld(settings: Settings): World {
  const clock = makeClock(settings.now);
  const ids = makeIds(settings.seed);
  return {
    settings,
    hosted: settings.profile === 'hosted',
    clock,
    ids,
    state: emptyState(),
    agenda: makeAgenda(),
    limiter: makeRateLimiter(clock),
    secrets: { internalToken: ids.hex('int_', 48), sessionKey: ids.hex('', 64) },
    eventListeners: new Set(),
    has: (defect) => settings.defects.has(defect),
  };
}

/** Ids and secrets in the API's formats. Equal seeds give equal sequences; within one sequence all differ. */
interface Ids {
  uuid(): string;
  /** `cue_` + 12 of [a-z0-9], and alike. */
  short(prefix: string): string;
  /** A prefix and so many lower-case hex digits. */
  hex(prefix: string, digits: number): string;
}

function makeIds(seed: number | undefined): Ids {
  const key = seed === undefined ? randomBytes(16) : Buffer.from(`sandbox:${seed}`);
  let drawn = 0;
  const draw = () => createHmac('sha256', key).update(String(drawn++)).digest();
  return {
    uuid: () => asUuid(draw()),
    short: (prefix) => prefix + [...draw().subarray(0, 12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
    hex: (prefix, digits) => prefix + draw().toString('hex').slice(0, digits),
  };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

function asUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = '89ab'[(bytes[8] ?? 0) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
