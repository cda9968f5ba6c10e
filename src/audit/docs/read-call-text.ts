/** `client.orders.ship(order_id, ship_at=…)` in a line: the words and the names between the brackets; null: it is no such text. */
export function readCallText(
  text: string,
): { readonly words: readonly string[]; readonly names: readonly string[] | null } | null {
  const match = /^(?:await\s+)?([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(\((.*)\)?)?$/s.exec(text.trim());
  if (match === null || (match[1] ?? '').length > 200) return null;
  const words = (match[1] ?? '').split('.');
  return { words, names: match[2] === undefined ? null : namesIn(match[3] ?? '') };
}

/** `order_id, *, ship_at=None, **fields` → `order_id`, `ship_at`. Values are left out. */
function namesIn(text: string): readonly string[] {
  return text
    .replace(/\)$/, '')
    .split(',')
    .flatMap((part) => /^\s*([A-Za-z_]\w*)\s*[=:?]/.exec(part)?.[1] ?? []);
}
