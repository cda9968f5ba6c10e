/** Removes the differences between naming styles: `ship_at`, `shipAt`, `--ship-at` and `Ship-At` become equal. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Returns a header name without `X-`, and also without the vendor's name: `X-Acme-Worker-Id` becomes `Acme-Worker-Id` and
 * `Worker-Id`.
 */
export function headerSpellings(name: string): { readonly bare: string; readonly unbranded: string } {
  const bare = name.replace(/^x-/i, '');
  return { bare, unbranded: bare === name ? bare : bare.replace(/^[^-]+-(?=.)/, '') };
}
