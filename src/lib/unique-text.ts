import { sha256 } from './stable-hash.ts';

/**
 * Returns a text like the sample. Each letter is replaced by a letter, and each digit by a digit. The result depends
 * only on the sample and the name.
 */
export function uniqueText(sample: string, name: string): string {
  return [...sample].map((character, index) => pick(classOf(character, sample), `${name}\n${index}`)).join('');
}

/** Returns the number of different texts that `uniqueText` can return for a sample. */
export function variety(sample: string): number {
  return [...sample].reduce((product, character) => product * classOf(character, sample).length, 1);
}

/**
 * Returns true if a text refers to a unique text with at least a thousand million possible values. Nobody else can have
 * used the same value.
 */
export function hasRareText(text: string): boolean {
  return [...text.matchAll(/\$\{unique:([A-Za-z0-9]+)/g)].some(([, sample = '']) => variety(sample) >= 1e9);
}

/** Returns the characters that may replace a character of the sample. */
export function classOf(character: string, sample: string): string {
  const letters = /^[0-9a-f]*$/i.test(sample) && /\d/.test(sample) ? 'abcdef' : 'abcdefghijklmnopqrstuvwxyz';
  if (/[a-z]/.test(character)) return letters;
  if (/[A-Z]/.test(character)) return letters.toUpperCase();
  return /\d/.test(character) ? '123456789' : character;
}

function pick(characters: string, name: string): string {
  return characters.charAt(Number.parseInt(sha256(name).slice(0, 8), 16) % characters.length);
}
