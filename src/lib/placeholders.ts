const PLACEHOLDER = /\$?\$\{([^}]*)\}?/g;

/** The names in the `${…}` of a text. `$${` is a literal `${`. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .filter(([found]) => !found.startsWith('$$'))
    .map(([, name = '']) => name.trim());
}

/** The text with each `${…}` replaced by what its name stands for. */
export function fillPlaceholders(text: string, fill: (name: string) => string): string {
  return text.replaceAll(PLACEHOLDER, (found, name: string) =>
    found.startsWith('$$') ? found.slice(1) : fill(name.trim()),
  );
}
