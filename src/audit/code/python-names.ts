import type { Node } from 'web-tree-sitter';
import type { ModuleSyntax } from './syntax.ts';

/** `from a import b as c`, at any depth. */
export function importsOf(root: Node): ModuleSyntax['imports'] {
  return root.descendantsOfType(['import_from_statement', 'import_statement']).flatMap((node) => {
    if (node === null) return [];
    const from = node.childForFieldName('module_name')?.text ?? null;
    return node.childrenForFieldName('name').flatMap((each) => {
      if (each === null) return [];
      const name = each.childForFieldName('name')?.text ?? each.text;
      const local = each.childForFieldName('alias')?.text ?? (from === null ? (name.split('.')[0] ?? name) : name);
      return [{ local, from: from ?? name, name: from === null ? null : name }];
    });
  });
}

/** `Mode = Literal[…]` at the top level. */
export function aliasesOf(root: Node): ReadonlyMap<string, string> {
  const found = root.namedChildren.flatMap((node) => {
    if (node === null) return [];
    const assignment = node.type === 'expression_statement' ? node.namedChild(0) : null;
    const right = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
    if (right?.type !== 'subscript') return [];
    return [[assignment?.childForFieldName('left')?.text ?? '', right.text] as const];
  });
  return new Map(found);
}
