import { sha256 } from './stable-hash.ts';

/** Returns a text with the same form as the sample. The letters and digits depend on `name`. */
export function uniqueText(sample: string, name: string): string {
  const classes = classesOf(sample);
  let hash = '';
  return [...sample]
    .map((character, index) => {
      const at = (index % DRAWS) * DRAW_LENGTH;
      // one hash chooses eight characters, because one hash per character would be slow
      if (at === 0) hash = sha256(`${name}\n${index}`);
      const characters = classes(character);
      return characters.charAt(Number.parseInt(hash.slice(at, at + DRAW_LENGTH), 16) % characters.length);
    })
    .join('');
}

const DRAW_LENGTH = 8;
const DRAWS = 64 / DRAW_LENGTH;

export function variety(sample: string): number {
  const classes = classesOf(sample);
  return [...sample].reduce((product, character) => product * classes(character).length, 1);
}

/** Returns true if a text contains a `${unique:…}` placeholder with at least 10^9 possible values. */
export function hasRareText(text: string): boolean {
  return [...text.matchAll(/\$\{unique:([A-Za-z0-9]+)/g)].some(([, sample = '']) => variety(sample) >= 1e9);
}

export function classOf(character: string, sample: string): string {
  return classesOf(sample)(character);
}

function classesOf(sample: string): (character: string) => string {
  const letters = /^[0-9a-f]*$/i.test(sample) && /\d/.test(sample) ? 'abcdef' : 'abcdefghijklmnopqrstuvwxyz';
  const capitals = letters.toUpperCase();
  return (character) => {
    if (character >= 'a' && character <= 'z') return letters;
    if (character >= 'A' && character <= 'Z') return capitals;
    return character >= '0' && character <= '9' ? '123456789' : character;
  };
}
