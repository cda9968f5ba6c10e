/** Splits a usage line into words, but keeps `[--name NAME]`, `{a,b}` and `[NAME]...` together. */
export function splitUsage(usage: string): string[] {
  const words: string[] = [];
  let depth = 0;
  let word = '';
  for (const character of usage) {
    if ('[({<'.includes(character)) depth += 1;
    if ('])}>'.includes(character)) depth = Math.max(0, depth - 1);
    if (character === ' ' && depth === 0) {
      if (word !== '') words.push(word);
      word = '';
    } else word += character;
  }
  return word === '' ? words : [...words, word];
}
