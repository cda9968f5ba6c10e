/**
 * The words of a usage line. Brackets keep together what is within them: `[--name NAME]` is one word, and so is
 * `{a,b}`. A dangling `...` belongs to the word before it when it touches it: `[NAME]...`.
 */
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
