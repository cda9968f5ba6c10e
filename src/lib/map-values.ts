export function mapValues<Before, After>(
  object: { readonly [name: string]: Before },
  change: (value: Before) => After,
): { readonly [name: string]: After } {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
