/** A name without its style: `ship_at`, `shipAt`, `--ship-at` and `Ship-At` are the same. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
