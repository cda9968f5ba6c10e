/** Makes a sentence: `a call is rejected` → `A call is rejected.` */
export function sentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
}
