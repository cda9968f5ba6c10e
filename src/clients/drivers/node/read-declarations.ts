import { relative } from 'node:path';
import type ts from 'typescript';
import type { MethodDescription, Parameter } from '../../../model/driver.ts';
import type { CallShape } from './call-method.ts';
import { loadCompiler, programOf } from './load-compiler.ts';
import { isStandardFile } from './standard-types.ts';
import { type Compiler, type HintContext, isHidden, parameterOf, returnedHint } from './type-hint.ts';

/** Maximum number of reported fields per method, because models may refer to each other without end. */
const MAX_FIELDS = { parameters: 2_000, returns: 1_000 };

/** `hidden` marks a method that is not meant for callers. */
export type Declared =
  | { readonly kind: 'method'; readonly description: Omit<MethodDescription, 'name'>; readonly shape: CallShape }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'unknown' };

/** The methods of the object that a factory returns. A method can itself be a factory: `box(id).part(id).get()`. */
export type ReturnedMethods = ReadonlyMap<string, { readonly declared: Declared; readonly returned: ReturnedMethods }>;

export interface Declarations {
  construction(): Omit<MethodDescription, 'name'> | null;
  /** Returns the declaration of a method, by its path within the client: `['orders', 'ship']`. */
  method(path: readonly string[]): Declared;
  /** Returns the names of the public members at a path within the client, such as `['orders']`. */
  names(path: readonly string[]): readonly string[];
  returned(path: readonly string[]): ReturnedMethods;
  function(path: readonly string[]): Declared;
  doc(exported: string): string | undefined;
}

/** Returns null if the types do not declare the export that creates the client. */
export async function readDeclarations(
  file: string,
  exported: string,
  { folder, busy = () => undefined }: { readonly folder: string; readonly busy?: (what: string) => void },
): Promise<Declarations | null> {
  const ts = loadCompiler();
  const program = programOf(file, ts, () => busy('reading type declarations'));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) return null;
  const found = findExport(module, exported, { ts, checker });
  const made = found && madeBy(checker.getTypeOfSymbol(found), { ts, checker });
  if (found === undefined || made === undefined) return null;
  const context: Context = { ts, checker, folder, left: { ...MAX_FIELDS } };
  const root = checker.getTypeOfSymbol(module);
  return {
    construction: () => describeConstruction(checker.getTypeOfSymbol(found), context),
    method: (path) => declaredAt(made, path, context),
    names: (path) => namesAt(made, path, context),
    returned: (path) => returnedMethods(made, path, context),
    function: (path) => {
      const [first = '', ...rest] = path;
      const symbol = findExport(module, first, context);
      if (symbol === undefined) return { kind: 'unknown' };
      return rest.length === 0
        ? describe(symbol, context)
        : declaredAt(checker.getTypeOfSymbol(symbol) ?? root, rest, context);
    },
    doc: (name) => {
      const symbol = findExport(module, name, context);
      return symbol === undefined ? undefined : docOf(symbol, context);
    },
  };
}

const MAX_OVERLOADS = 8;

interface Context extends HintContext {
  readonly folder: string;
}

function findExport(module: ts.Symbol, name: string, { ts, checker }: Compiler): ts.Symbol | undefined {
  const all = checker.getExportsOfModule(module);
  const found =
    all.find((each) => each.getName() === name) ??
    (name === 'default' ? all.find((each) => each.getName() === 'export=') : undefined);
  const symbol = found ?? (name === 'default' ? module.exports?.get(ts.InternalSymbolName.ExportEquals) : undefined);
  if (symbol === undefined) return undefined;
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** Returns the constructor signatures of a class, or the call signatures of a function that creates the client. */
function makingSignatures(type: ts.Type): readonly ts.Signature[] {
  const signatures = type.getConstructSignatures();
  return signatures.length > 0 ? signatures : type.getCallSignatures();
}

function describeConstruction(type: ts.Type, of: Context): Omit<MethodDescription, 'name'> | null {
  const context: Context = { ...of, left: { ...MAX_FIELDS } };
  const [first, ...others] = makingSignatures(type).slice(0, MAX_OVERLOADS);
  if (first === undefined) return null;
  const overloads = others.map((each) => parametersOf(each, context).told);
  const at = placeOf(first.declaration, context);
  const { told } = parametersOf(first, context);
  return { parameters: told, ...(overloads.length > 0 && { overloads }), ...(at && { at }) };
}

function madeBy(type: ts.Type, { checker }: Compiler): ts.Type | undefined {
  const [signature] = makingSignatures(type);
  if (signature === undefined) return undefined;
  const made = checker.getReturnTypeOfSignature(signature);
  return checker.getAwaitedType(made) ?? made;
}

function declaredAt(root: ts.Type, path: readonly string[], context: Context): Declared {
  const { ts, checker } = context;
  let type = root;
  let symbol: ts.Symbol | undefined;
  for (const name of path) {
    if ((type.flags & ts.TypeFlags.Any) !== 0) return { kind: 'unknown' };
    symbol = checker.getPropertyOfType(checker.getNonNullableType(type), name);
    // The type `[method: string]: any` declares every name.
    if (symbol === undefined && checker.getIndexTypeOfType(type, ts.IndexKind.String) !== undefined)
      return { kind: 'unknown' };
    if (symbol === undefined || isHidden(symbol, ts)) return { kind: 'hidden' };
    type = checker.getTypeOfSymbol(symbol);
  }
  return symbol === undefined ? { kind: 'unknown' } : describe(symbol, context);
}

function returnedMethods(root: ts.Type, path: readonly string[], context: Context): ReturnedMethods {
  const factory = typeAt(root, path, context);
  return factory === undefined ? new Map() : methodsMadeBy(factory, [root], context);
}

const MAX_FACTORIES = 3;

function methodsMadeBy(factory: ts.Type, around: readonly ts.Type[], context: Context): ReturnedMethods {
  const { ts, checker } = context;
  const [signature] = factory.getCallSignatures();
  const type = signature && checker.getReturnTypeOfSignature(signature);
  const isOwn = (type?.symbol?.declarations ?? []).some((each) => !isStandardFile(each.getSourceFile().fileName));
  // The methods of a promise are left out, and so are the methods of a type that contains itself.
  if (type === undefined || around.includes(type) || !isOwn || checker.getAwaitedType(type) !== type) return new Map();
  const methods = checker
    .getPropertiesOfType(type)
    .filter((each) => !isHidden(each, ts) && /^[a-z]\w*$/i.test(each.getName()))
    .filter((each) => checker.getTypeOfSymbol(each).getCallSignatures().length > 0);
  return new Map(
    methods.map((each) => {
      const inner = checker.getTypeOfSymbol(each);
      const returned: ReturnedMethods =
        around.length < MAX_FACTORIES ? methodsMadeBy(inner, [...around, type], context) : new Map();
      return [each.getName(), { declared: describe(each, context), returned }];
    }),
  );
}

function typeAt(root: ts.Type, path: readonly string[], { checker }: Context): ts.Type | undefined {
  let type = root;
  for (const name of path) {
    const symbol = checker.getPropertyOfType(checker.getNonNullableType(type), name);
    if (symbol === undefined) return undefined;
    type = checker.getTypeOfSymbol(symbol);
  }
  return checker.getNonNullableType(type);
}

function namesAt(root: ts.Type, path: readonly string[], context: Context): readonly string[] {
  const { ts, checker } = context;
  const type = typeAt(root, path, context);
  const symbols = type === undefined ? [] : checker.getPropertiesOfType(type).filter((each) => !isHidden(each, ts));
  return symbols.map((symbol) => symbol.getName()).filter((name) => /^[a-z]\w*$/i.test(name));
}

function describe(symbol: ts.Symbol, of: Context): Declared {
  const context: Context = { ...of, left: { ...MAX_FIELDS } };
  const { ts, checker } = context;
  const signatures = checker.getNonNullableType(checker.getTypeOfSymbol(symbol)).getCallSignatures();
  // If a method has several overloads, the overload with the most parameters is used.
  const [signature] = signatures.toSorted((a, b) => b.parameters.length - a.parameters.length);
  if (signature === undefined) return { kind: 'unknown' };
  const returned = checker.getReturnTypeOfSignature(signature);
  const awaited = checker.getAwaitedType(returned) ?? returned;
  const returns = returnedHint(awaited, context);
  const last = signature.parameters.at(-1)?.valueDeclaration;
  const doc = docOf(symbol, context);
  const { told, order, bounded, functions } = parametersOf(signature, context);
  const others = signatures.filter((each) => each !== signature).slice(0, MAX_OVERLOADS);
  const at = placeOf(signature.declaration ?? symbol.valueDeclaration, context);
  return {
    kind: 'method',
    shape: {
      order,
      rest: last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined,
      ...(functions.length > 0 && { functions }),
    },
    description: {
      parameters: told,
      ...(others.length === 0 ? {} : { overloads: others.map((each) => parametersOf(each, context).told) }),
      ...(returns === null ? {} : { returns }),
      ...(doc === undefined ? {} : { doc }),
      async: awaited !== returned || /^Async/.test(returned.symbol?.getName() ?? ''),
      ...(at === undefined ? {} : { at }),
      ...(bounded.length === 0 ? {} : { bounded }),
    },
  };
}

/** A parameter that JSON cannot represent stays in `order`, but is not reported. */
function parametersOf(
  signature: ts.Signature,
  context: Context,
): Readonly<Record<'order' | 'bounded' | 'functions', readonly string[]>> & { readonly told: readonly Parameter[] } {
  const order = signature.parameters.map((symbol, index) => nameOf(symbol, index, context));
  const bounded: string[] = [];
  const told = signature.parameters.flatMap((symbol, index) => {
    const parameter = parameterOf(symbol, order[index] ?? '', context);
    if (context.left.parameters < 0) bounded.push(order[index] ?? '');
    return parameter === null ? [] : [{ ...parameter, positional: true }];
  });
  const functions = signature.parameters.flatMap((symbol, index) => {
    const isFunction = context.checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0;
    return isFunction ? [order[index] ?? ''] : [];
  });
  return { told, order, bounded, functions };
}

function nameOf(symbol: ts.Symbol, index: number, { ts }: Context): string {
  const declaration = symbol.valueDeclaration;
  const isPattern = declaration !== undefined && ts.isParameter(declaration) && !ts.isIdentifier(declaration.name);
  return isPattern ? (index === 0 ? 'options' : `options${index + 1}`) : symbol.getName();
}

function docOf(symbol: ts.Symbol, { ts, checker }: Compiler): string | undefined {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  return text === '' ? undefined : text;
}

function placeOf(node: ts.Node | undefined, { folder }: Context): MethodDescription['at'] | undefined {
  const file = node?.getSourceFile();
  if (node === undefined || file === undefined) return undefined;
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return { file: relative(folder, file.fileName).replaceAll('\\', '/'), line };
}
