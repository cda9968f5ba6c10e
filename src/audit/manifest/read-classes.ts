export interface SourceClass {
  readonly name: string;
  readonly bases: readonly string[];
  readonly fields: readonly string[];
  readonly at: { readonly file: string; readonly line: number };
}

/** The Python text is only parsed and never run. */
export function readClasses(file: string, text: string): readonly SourceClass[] {
  const classes: (SourceClass & { readonly fields: string[] })[] = [];
  let current: (typeof classes)[number] | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^class\s+(\w+)\s*(?:\(([^)]*)\))?/.exec(line);
    if (head !== null) {
      const bases = (head[2] ?? '')
        .split(',')
        .map((base) => base.trim())
        .filter((base) => base !== '');
      current = { name: head[1] ?? '', bases, fields: [], at: { file, line: index + 1 } };
      classes.push(current);
    } else if (/^\S/.test(line) && !line.startsWith('#')) current = undefined;
    const member = /^ {4}(\w+)\s*:\s*[^=\s]/.exec(line)?.[1];
    if (member !== undefined) current?.fields.push(member);
  }
  return classes;
}

export function fieldsOfClass(found: SourceClass, all: readonly SourceClass[], depth = 0): readonly string[] {
  if (depth > 8) return found.fields;
  const bases = all.filter(({ name }) => found.bases.includes(name) && name !== found.name);
  return [...found.fields, ...bases.flatMap((base) => fieldsOfClass(base, all, depth + 1))];
}
