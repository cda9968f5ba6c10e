interface OptionHead {
  readonly names: readonly string[];
  readonly off: string | null;
  readonly metavar: string | null;
}

/** Parses the head of an option: `--name TEXT`, `-n N, --name N`, `--name [a|b]` or `--yes / --no-yes`. */
export function parseOptionHead(head: string): OptionHead | null {
  if (!/^--?[A-Za-z0-9?]/.test(head)) return null;
  const [onSide = '', offSide] = head.split(/\s+\/\s+(?=-)/);
  const parts = onSide.split(/,\s+(?=-)/).map((part) => /^([^\s=]+)[\s=]*(.*)$/.exec(part));
  const names = parts.map((part) => part?.[1] ?? '');
  const metavar = parts.at(-1)?.[2] ?? '';
  const off = offSide === undefined ? negativeOf(names) : mainName(offSide.split(/,\s+/));
  return { names: names.filter((name) => name !== off), off, metavar: metavar === '' ? null : metavar };
}

export function mainName(names: readonly string[]): string {
  return names.find((name) => name.startsWith('--')) ?? names[0] ?? '';
}

/** Returns the negative form of a flag. argparse lists both forms: `--wait, --no-wait`. */
function negativeOf(names: readonly string[]): string | null {
  return names.find((name) => name.startsWith('--no-') && names.includes(`--${name.slice(5)}`)) ?? null;
}
