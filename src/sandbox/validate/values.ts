import { invalid, type Schema } from './schema.ts';

interface TextRules {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Returns the length of a text. The default unit is the character. */
  readonly measure?: (text: string) => number;
}

export function text(rules: TextRules = {}): Schema<string> {
  const measure = rules.measure ?? countCharacters;
  return {
    read(value, at) {
      if (typeof value !== 'string') throw invalid(at, 'Input should be a valid string');
      const length = measure(value);
      if (length < (rules.min ?? 0)) throw invalid(at, `String should have at least ${rules.min} characters`);
      if (length > (rules.max ?? length)) throw invalid(at, `String should have at most ${rules.max} characters`);
      if (rules.pattern?.test(value) === false) {
        throw invalid(at, `String should match pattern '${rules.pattern.source}'`);
      }
      return value;
    },
  };
}

/** Returns the number of code points, as Python does. */
function countCharacters(value: string): number {
  return [...value].length;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** Like the models of the real server, this schema also accepts "5", 5.0 and true as integers. */
export function integer(bounds: Bounds = {}): Schema<number> {
  return {
    read(value, at) {
      const result = asInteger(value);
      if (result === undefined) throw invalid(at, 'Input should be a valid integer');
      if (result < (bounds.min ?? result)) throw invalid(at, `Input should be greater than or equal to ${bounds.min}`);
      if (result > (bounds.max ?? result)) throw invalid(at, `Input should be less than or equal to ${bounds.max}`);
      return result;
    },
  };
}

function asInteger(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
}

/** Like the models of the real server, this schema also accepts "yes", "off", 1 and "0" as booleans. */
export function boolean(): Schema<boolean> {
  return {
    read(value, at) {
      if (typeof value === 'boolean') return value;
      const word = typeof value === 'number' || typeof value === 'string' ? String(value).toLowerCase() : '';
      if (TRUE_WORDS.has(word)) return true;
      if (FALSE_WORDS.has(word)) return false;
      throw invalid(at, 'Input should be a valid boolean');
    },
  };
}

const TRUE_WORDS = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const FALSE_WORDS = new Set(['false', 'f', 'no', 'n', 'off', '0']);

export function oneOf<const T extends string>(...choices: readonly T[]): Schema<T> {
  return {
    read(value, at) {
      const found = choices.find((choice) => choice === value);
      if (found === undefined)
        throw invalid(at, `Input should be ${choices.map((choice) => `'${choice}'`).join(' or ')}`);
      return found;
    },
  };
}

export function email(): Schema<string> {
  return text({ pattern: /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/ });
}

export function uuid(): Schema<string> {
  return {
    read(value, at) {
      if (typeof value !== 'string' || !isUuid(value)) throw invalid(at, 'Input should be a valid UUID');
      return value.toLowerCase();
    },
  };
}

export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);
}

export function httpUrl(): Schema<string> {
  return {
    read(value, at) {
      const given = text({ min: 1, max: 2083 }).read(value, at);
      if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
        throw invalid(at, 'Input should be a valid URL');
      return given;
    },
  };
}

export function anything(): Schema<unknown> {
  return { read: (value) => value };
}
