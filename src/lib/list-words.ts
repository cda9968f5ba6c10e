/** Lists the first words and the number of the remaining words: `a, b and 3 more`. */
export function listWords(words: readonly string[], most: number): string {
  const more = words.length - most;
  return `${words.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
