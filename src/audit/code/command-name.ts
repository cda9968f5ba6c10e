import { chainOf, type Expression, type FunctionSyntax, type ModuleSyntax } from './syntax.ts';

/** The words of a command that a decorator makes of a function, `agents.list`; null: it makes none. */
export function commandName(fn: FunctionSyntax, module: ModuleSyntax, depth = 0): string | null {
  for (const decorator of fn.decorators) {
    const callee = decorator.kind === 'call' ? decorator.callee : decorator;
    const [group, kind] = chainOf(callee)?.slice(-2) ?? [];
    if (kind !== 'command' && kind !== 'group') continue;
    const own = namedIn(decorator) ?? fn.name.replaceAll('_', '-');
    const parent = module.functions.find(({ name }) => name === group);
    const above = parent === undefined || depth > 4 ? null : commandName(parent, module, depth + 1);
    // The outermost group is the program itself.
    return group === 'click' || group === undefined ? null : above === null ? own : `${above}.${own}`;
  }
  return null;
}

function namedIn(decorator: Expression): string | null {
  if (decorator.kind !== 'call') return null;
  const given = decorator.arguments.find(({ name, spread }) => spread === null && (name === null || name === 'name'));
  return given?.value.kind === 'literal' && typeof given.value.value === 'string' ? given.value.value : null;
}
