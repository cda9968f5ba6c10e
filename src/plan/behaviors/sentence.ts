/** `a call is refused` → `A call is refused.` */
export function sentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
}
