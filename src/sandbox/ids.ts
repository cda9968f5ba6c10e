import { createHmac, randomBytes } from 'node:crypto';

/** Ids and secrets in the API's formats. Equal seeds give equal sequences; within one sequence all differ. */
export interface Ids {
  uuid(): string;
  /** `cue_` + 12 of [a-z0-9], and alike. */
  short(prefix: string): string;
  /** A prefix and so many lower-case hex digits. */
  hex(prefix: string, digits: number): string;
}

export function makeIds(seed: number | undefined): Ids {
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
