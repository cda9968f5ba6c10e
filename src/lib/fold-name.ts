/** Removes the differences between naming styles: `ship_at`, `shipAt`, `--ship-at` and `Ship-At` give the same result. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Returns the spellings of a header name with and without its vendor prefix: `X-Acme-Worker-Id`, `Acme-Worker-Id`, `Worker-Id`. */
export function headerSpellings(name: string): { readonly bare: string; readonly unbranded: string } {
  const bare = name.replace(/^x-/i, '');
  return { bare, unbranded: bare === name ? bare : bare.replace(/^[^-]+-(?=.)/, '') };
}
