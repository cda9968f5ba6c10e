const PLACEHOLDER = /\$?\$\{([^}]*)\}?/g;

/** Returns the names of the `${…}` placeholders in a text. A literal `$${…}` is not included. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .filter(([found]) => !found.startsWith('$$'))
    .map(([, name = '']) => name.trim());
}

export function fillPlaceholders(text: string, fill: (name: string) => string): string {
  return text.replaceAll(PLACEHOLDER, (found, name: string) =>
    found.startsWith('$$') ? found.slice(1) : fill(name.trim()),
  );
}

/** Replaces each reference, such as `${uuid}`, by a plausible value. */
export function likenessOfText(text: string): string {
  return LIKENESSES.reduce(
    (current, [pattern, likeness]) => current.replaceAll(pattern, (_whole, part: unknown) => likeness(String(part))),
    text,
  );
}

const LIKENESSES: readonly (readonly [RegExp, (part: string) => string])[] = [
  [/\$\{run\.id\}/g, () => 'parity-k3v9x2-1f4e7a'],
  [/\$\{uuid(?:\.[^}]+)?\}/g, () => '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
  [/\$\{ulid(?:\.[^}]+)?\}/g, () => '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  [/\$\{now(?:[+-][^}]+)?\}/g, () => '2030-01-02T03:04:05.678Z'],
  [/\$\{unique:([A-Za-z0-9]+)(?:\.[^}]+)?\}/g, (sample) => sample],
  [/\$\{text:(\d+)\}/g, (length) => 'x'.repeat(Number(length))],
];
