/** A name without its style: `ship_at`, `shipAt`, `--ship-at` and `Ship-At` are the same. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The spellings of a header's name, the vendor's part left out: `X-Acme-Worker-Id`, `Acme-Worker-Id`, `Worker-Id`. */
export function headerSpellings(name: string): { readonly bare: string; readonly unbranded: string } {
  const bare = name.replace(/^x-/i, '');
  return { bare, unbranded: bare === name ? bare : bare.replace(/^[^-]+-(?=.)/, '') };
}
