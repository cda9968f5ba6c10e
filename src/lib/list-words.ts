/** Lists the first words, and how many are left out: `a, b and 3 more`. */
export function listWords(words: readonly string[], most: number): string {
  const more = words.length - most;
  return `${words.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
