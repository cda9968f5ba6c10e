import type { ClassSyntax, FunctionSyntax, ModuleSyntax, ParameterSyntax, ShapeSyntax } from './syntax.ts';
import type { Scope, Value } from './values.ts';

/** All files of a client, with what is needed to find a name's meaning. */
export interface Program {
  readonly modules: readonly ModuleSyntax[];
  /** Names of each module's top level, filled when the module has run. */
  readonly globals: Map<ModuleSyntax, Scope>;
  /** Functions that others of the program call; filled while they run. */
  readonly called: Set<FunctionSyntax>;
  readonly classes: ReadonlyMap<string, readonly Found<ClassSyntax>[]>;
  readonly functions: ReadonlyMap<string, readonly Found<FunctionSyntax>[]>;
  readonly shapes: ReadonlyMap<string, ShapeSyntax>;
  readonly aliases: ReadonlyMap<string, string>;
  /** `Cues.fire` → its parameters as a declaration file has them. */
  readonly declared: ReadonlyMap<string, readonly ParameterSyntax[]>;
}

export interface Found<T> {
  readonly item: T;
  readonly module: ModuleSyntax;
}

export function programOf(modules: readonly ModuleSyntax[]): Program {
  const code = modules.filter(({ file }) => !isDeclaration(file));
  return {
    modules: code,
    globals: new Map(),
    called: new Set(),
    classes: byName(code, (module) => module.classes),
    functions: byName(code, (module) => module.functions),
    shapes: new Map(modules.flatMap(({ shapes }) => shapes.map((shape) => [shape.name, shape] as const))),
    aliases: new Map(modules.flatMap(({ aliases }) => [...aliases])),
    declared: new Map(modules.filter(({ file }) => isDeclaration(file)).flatMap(declaredIn)),
  };
}

function declaredIn({ classes, functions }: ModuleSyntax): readonly (readonly [string, readonly ParameterSyntax[]])[] {
  return [
    ...classes.flatMap(({ name, methods }) =>
      methods.map((each) => [`${name}.${each.name}`, each.parameters] as const),
    ),
    ...functions.map((each) => [`.${each.name}`, each.parameters] as const),
  ];
}

function isDeclaration(file: string): boolean {
  return /\.d\.[cm]?ts$/.test(file);
}

/** The class or function that a module means by a name. */
export function meaningOf(program: Program, module: ModuleSyntax, name: string): Value | null {
  const own = module.classes.find((each) => each.name === name);
  if (own !== undefined) return { kind: 'class', class: own, module };
  const ownFunction = module.functions.find((each) => each.name === name);
  if (ownFunction !== undefined) return { kind: 'function', function: ownFunction, module, self: null, scope: null };
  const imported = module.imports.find((each) => each.local === name);
  if (imported === undefined) return null;
  if (imported.name === null) return moduleValue(program, imported.from);
  return exported(program, imported.name, imported.from) ?? moduleValue(program, `${imported.from}.${imported.name}`);
}

/** A class by the name of a type, `"Client"` or `acme.Client | None`. */
export function classNamed(program: Program, declared: string): Found<ClassSyntax> | null {
  for (const word of declared.match(/[A-Za-z_]\w*/g) ?? []) {
    const [found] = program.classes.get(word) ?? [];
    if (found !== undefined) return found;
  }
  return null;
}

/** The method of a class or of one that it extends. */
export function methodOf(program: Program, owner: ClassSyntax, name: string, depth = 0): FunctionSyntax | null {
  const own = owner.methods.find((method) => method.name === name);
  if (own !== undefined) return own;
  for (const base of depth > 8 ? [] : owner.bases) {
    const found = program.classes.get(base)?.[0];
    const inherited = found === undefined ? null : methodOf(program, found.item, name, depth + 1);
    if (inherited !== null) return inherited;
  }
  return null;
}

/** Members of a named type, with those of the types that it extends. */
export function membersOf(program: Program, declared: string, depth = 0): ShapeSyntax['members'] {
  const shape = (declared.match(/[A-Za-z_]\w*/g) ?? [])
    .map((word) => program.shapes.get(word))
    .find((each) => each !== undefined);
  if (shape === undefined || depth > 8) return [];
  return [...shape.members, ...shape.bases.flatMap((base) => membersOf(program, base, depth + 1))];
}

function exported(program: Program, name: string, from: string): Value | null {
  const classes = program.classes.get(name) ?? [];
  const found = nearestTo(classes, from);
  if (found !== undefined) return { kind: 'class', class: found.item, module: found.module };
  const fn = nearestTo(program.functions.get(name) ?? [], from);
  if (fn !== undefined) return { kind: 'function', function: fn.item, module: fn.module, self: null, scope: null };
  const module = moduleNamed(program, from);
  return module === null ? null : (program.globals.get(module)?.names.get(name) ?? null);
}

function nearestTo<T>(found: readonly Found<T>[], from: string): Found<T> | undefined {
  return found.find(({ module }) => isNamed(module.file, from)) ?? found[0];
}

function moduleValue(program: Program, from: string): Value | null {
  const module = moduleNamed(program, from);
  return module === null ? null : { kind: 'module', module };
}

function moduleNamed(program: Program, from: string): ModuleSyntax | null {
  return program.modules.find(({ file }) => isNamed(file, from)) ?? null;
}

/** `acme.transport`, `.api` and `./api.js` name `src/acme/transport.py`, `api.py` and `api.ts`. */
function isNamed(file: string, from: string): boolean {
  const path = /[/]/.test(from)
    ? from.replace(/^(\.{1,2}\/)+/, '').replace(/\.[cm]?[jt]sx?$/, '')
    : from.replace(/^\.+/, '').replaceAll('.', '/');
  const bare = file.replace(/\.[a-z]+$/i, '').replace(/\/(__init__|index)$/, '');
  return path !== '' && (bare === path || bare.endsWith(`/${path}`));
}

function byName<T extends { readonly name: string }>(
  modules: readonly ModuleSyntax[],
  itemsOf: (module: ModuleSyntax) => readonly T[],
): ReadonlyMap<string, readonly Found<T>[]> {
  const all = modules.flatMap((module) => itemsOf(module).map((item) => ({ item, module })));
  const groups = new Map<string, Found<T>[]>();
  for (const each of all) groups.set(each.item.name, [...(groups.get(each.item.name) ?? []), each]);
  return groups;
}
