import type ts from 'typescript';
import type { Parameter, TypeHint } from '../../../model/driver.ts';
import type { Json } from '../../../model/json.ts';
import type { TypeScript } from './load-compiler.ts';
import { HANDLES, isStandardFile, LISTS } from './standard-types.ts';

export interface Compiler {
  readonly ts: TypeScript;
  readonly checker: ts.TypeChecker;
}

export interface HintContext extends Compiler {
  /** How many more fields of this method can be reported: in its parameters and in its result. */
  readonly left: { parameters: number; returns: number };
}

interface Walk extends HintContext {
  readonly within: readonly ts.Type[];
  /** How many nested records contain the current type. */
  readonly records: number;
  readonly side: 'parameters' | 'returns';
}

const MAX_RECORDS = 4;
const MAX_DEPTH = 12; // lists, maps and records each count as one level
const ANY: TypeHint = { kind: 'any' };
const ORDER: readonly TypeHint['kind'][] = [
  ...(['literal', 'string', 'integer', 'number', 'boolean', 'datetime', 'bytes', 'list', 'map', 'object'] as const),
  ...(['union', 'any', 'json', 'null'] as const),
];

/** These types are recognised by name, because the library of a type may not be loaded. */
const BY_NAME: { readonly [name: string]: TypeHint } = {
  Date: { kind: 'datetime' },
  ...Object.fromEntries(
    ['Uint8Array', 'Buffer', 'ArrayBuffer', 'ArrayBufferLike', 'ArrayBufferView', 'Blob'].map((name) => [
      name,
      { kind: 'bytes' },
    ]),
  ),
  URL: { kind: 'string' },
};
/** The type hints of parameters for which callers pass a `Set` or a `Map`. */
export const COLLECTIONS = new WeakMap<TypeHint, 'Set' | 'Map'>();

/** Returns null if JSON cannot represent the type, for example a function. */
export function returnedHint(type: ts.Type, context: HintContext): TypeHint | null {
  return hint(type, { ...context, within: [], records: 0, side: 'returns' });
}

export function parameterOf(symbol: ts.Symbol, name: string, context: HintContext): Parameter | null {
  return member(symbol, name, { ...context, within: [], records: 0, side: 'parameters' });
}

function member(symbol: ts.Symbol, name: string, walk: Walk): Parameter | null {
  const { ts, checker } = walk;
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const type = checker.getTypeOfSymbol(symbol);
  const node =
    declaration !== undefined && 'type' in declaration ? (declaration.type as ts.TypeNode | undefined) : undefined; // safe cast: the `type` of a declaration is a type node
  const found = hint(type, walk, node);
  // In a union, `name?: undefined` means that the alternative does not have this member.
  const isNothing = (type.flags & ts.TypeFlags.Undefined) !== 0;
  if (found === null || (isNothing && walk.side === 'parameters')) return null;
  const isOptional =
    (symbol.flags & ts.SymbolFlags.Optional) !== 0 ||
    (declaration !== undefined && isOptionalParameter(declaration, ts));
  const given = declaration === undefined ? undefined : defaultOf(declaration, ts);
  const isRest = declaration !== undefined && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
  return {
    name,
    required: !isOptional && !admitsUndefined(type, ts),
    type: found,
    ...(walk.side === 'returns' ? {} : { declared: `${isRest ? '...' : ''}${declaredText(node, type, checker)}` }),
    ...(given === undefined ? {} : { default: given }),
  };
}

function declaredText(node: ts.TypeNode | undefined, type: ts.Type, checker: ts.TypeChecker): string {
  return (node?.getText() ?? checker.typeToString(type)).replaceAll(/\s+/g, ' ').slice(0, 300);
}

function isOptionalParameter(declaration: ts.Declaration, { isParameter }: TypeScript): boolean {
  if (!isParameter(declaration)) return false;
  return (
    declaration.questionToken !== undefined ||
    declaration.initializer !== undefined ||
    declaration.dotDotDotToken !== undefined
  );
}

function admitsUndefined(type: ts.Type, { TypeFlags }: TypeScript): boolean {
  if ((type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0) return false;
  return (type.isUnion() ? type.types : [type]).some(
    (each) => (each.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0,
  );
}

/** Reads a default value from `limit = 20`, or from a comment `@default 20`. */
function defaultOf(declaration: ts.Declaration, ts: TypeScript): Json | undefined {
  const tag = ts.getJSDocTags(declaration).find(({ tagName }) => /^default(Value)?$/.test(tagName.text));
  const said = tag === undefined ? undefined : ts.getTextOfJSDocComment(tag.comment);
  const text = ts.isParameter(declaration) ? (declaration.initializer?.getText() ?? said) : said;
  try {
    return text === undefined ? undefined : JSON.parse(text.trim().replaceAll(/^[`']|[`']$/g, '"'));
  } catch {
    return undefined;
  }
}

function hint(type: ts.Type, walk: Walk, node?: ts.TypeNode): TypeHint | null {
  const { TypeFlags } = walk.ts;
  const { flags } = type;
  if ((flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Never)) !== 0) return unresolved(node);
  if (type.isUnion() && (flags & TypeFlags.Boolean) === 0) return unionHint(type, walk, node);
  if ((flags & (TypeFlags.Null | TypeFlags.Void | TypeFlags.Undefined)) !== 0) return { kind: 'null' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', values: [type.value] };
  if ((flags & TypeFlags.BooleanLiteral) !== 0)
    return { kind: 'literal', values: [walk.checker.typeToString(type) === 'true'] };
  if ((flags & TypeFlags.StringLike) !== 0) return { kind: 'string' };
  if ((flags & TypeFlags.NumberLike) !== 0) return { kind: 'number' };
  if ((flags & TypeFlags.BooleanLike) !== 0) return { kind: 'boolean' };
  if ((flags & TypeFlags.BigIntLike) !== 0) return { kind: 'integer' };
  if ((flags & TypeFlags.ESSymbolLike) !== 0) return null;
  if ((flags & TypeFlags.NonPrimitive) !== 0) return { kind: 'map', of: ANY };
  if ((flags & TypeFlags.TypeParameter) !== 0) {
    const constraint = walk.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? ANY : hint(constraint, walk);
  }
  return objectHint(type, walk);
}

/** Recognises a type such as `http.Agent` by its name, because its library is not loaded. */
function unresolved(node: ts.TypeNode | undefined): TypeHint | null {
  const names = (node?.getText() ?? '').split('|').map((part) => part.trim().replace(/<.*/s, '').replace(/^.*\./, ''));
  const known = names.filter((name) => name !== 'null' && name !== 'undefined');
  if (known.length > 0 && known.every((name) => HANDLES.test(name))) return null;
  const [only = '', ...more] = known;
  return more.length === 0 ? (BY_NAME[only] ?? ANY) : ANY;
}

function unionHint(type: ts.UnionType, walk: Walk, node: ts.TypeNode | undefined): TypeHint | null {
  const { TypeFlags } = walk.ts;
  const values: Json[] = [];
  const kinds: TypeHint[] = [];
  const isBoolean = type.types.filter((each) => (each.flags & TypeFlags.BooleanLiteral) !== 0).length === 2;
  if (isBoolean) kinds.push({ kind: 'boolean' });
  for (const each of type.types) {
    if ((each.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0) continue;
    if (isBoolean && (each.flags & TypeFlags.BooleanLiteral) !== 0) continue;
    const found = hint(each, walk, type.types.length === 2 ? node : undefined);
    if (found?.kind === 'literal') values.push(...found.values);
    else if (found !== null) kinds.push(found);
  }
  // The values are sorted, because the order in the compiler is not stable.
  if (values.length > 0)
    kinds.push({ kind: 'literal', values: values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) });
  const distinct = kinds.filter((kind, index) => kinds.findIndex((other) => sameHint(other, kind)) === index);
  const sorted = distinct.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  // JSON cannot represent the other types of this union.
  if (sorted.every(({ kind }) => kind === 'null') && type.types.some((each) => (each.flags & TypeFlags.Object) !== 0))
    return null;
  const [first] = sorted;
  return first === undefined ? null : sorted.length === 1 ? first : { kind: 'union', of: sorted };
}

function sameHint(a: TypeHint, b: TypeHint): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function objectHint(type: ts.Type, around: Walk): TypeHint | null {
  const { checker } = around;
  if (around.within.includes(type) || around.within.length >= MAX_DEPTH) return ANY;
  const walk: Walk = { ...around, within: [...around.within, type] };
  const primitive = type.isIntersection()
    ? type.types.find((each) => (each.flags & (walk.ts.TypeFlags.StringLike | walk.ts.TypeFlags.NumberLike)) !== 0)
    : undefined;
  if (primitive !== undefined) return hint(primitive, walk);
  const name = standardName(type);
  if (checker.isTupleType(type) || checker.isArrayType(type) || LISTS.test(name)) return listHint(type, walk);
  if (/^(Readonly)?(Set|Map)$/.test(name)) return collectionHint(type, name.endsWith('Map') ? 'Map' : 'Set', walk);
  if (name === 'Promise' || name === 'PromiseLike') return hint(argumentsOf(type, walk)[0] ?? type, walk);
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name] ?? null;
  const item = checker.getIndexTypeOfType(type, walk.ts.IndexKind.Number);
  // An interface or an intersection that extends a list is a list.
  if (item && type.getProperty('length')) return { kind: 'list', of: hint(item, walk) ?? ANY };
  if (HANDLES.test(name) || type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0)
    return null;
  const properties = checker.getPropertiesOfType(type);
  const index = checker.getIndexTypeOfType(type, walk.ts.IndexKind.String);
  if (properties.length === 0) return { kind: 'map', of: index === undefined ? ANY : (hint(index, walk) ?? ANY) };
  walk.left[walk.side] -= properties.length;
  if (walk.records >= MAX_RECORDS || walk.left[walk.side] < 0) return ANY;
  return recordHint(type, properties, walk);
}

/** Returns the name of a standard type, or an empty text for any other type. */
function standardName({ symbol }: ts.Type): string {
  const files = (symbol?.declarations ?? []).map((declaration) => declaration.getSourceFile().fileName);
  return files.some(isStandardFile) ? symbol.getName() : '';
}

function listHint(type: ts.Type, walk: Walk): TypeHint {
  const items = argumentsOf(type, walk).flatMap((each) => hint(each, walk) ?? []);
  const distinct = items.filter((item, index) => items.findIndex((other) => sameHint(other, item)) === index);
  const isTuple = walk.checker.isTupleType(type);
  const [first = ANY] = distinct;
  return { kind: 'list', of: isTuple && distinct.length > 1 ? { kind: 'union', of: distinct } : first };
}

function collectionHint(type: ts.Type, name: 'Set' | 'Map', walk: Walk): TypeHint {
  const last = argumentsOf(type, walk).at(-1);
  const of = (last === undefined ? null : hint(last, walk)) ?? ANY;
  const found: TypeHint = { kind: name === 'Set' ? 'list' : 'map', of };
  COLLECTIONS.set(found, name);
  return found;
}

function argumentsOf(type: ts.Type, { checker }: Walk): readonly ts.Type[] {
  return checker.getTypeArguments(type as ts.TypeReference); // safe cast: lists and promises are type references
}

/** Returns null if JSON can represent no member of the record, as in `{ signal?: AbortSignal }`. */
function recordHint(type: ts.Type, properties: readonly ts.Symbol[], walk: Walk): TypeHint | null {
  const inner: Walk = { ...walk, records: walk.records + 1 };
  const fields = properties.flatMap((property) => {
    const name = property.getName();
    if (name.startsWith('__@') || name.startsWith('#') || isHidden(property, walk.ts)) return [];
    return member(property, name, inner) ?? [];
  });
  if (fields.length === 0 && walk.side === 'parameters') return null;
  return { kind: 'object', class: nameOfType(type), fields };
}

export function isHidden(symbol: ts.Symbol, ts: TypeScript): boolean {
  const flags = symbol.valueDeclaration === undefined ? 0 : ts.getCombinedModifierFlags(symbol.valueDeclaration);
  return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
}

function nameOfType(type: ts.Type): string {
  const name = (type.aliasSymbol ?? type.symbol)?.getName() ?? '';
  return name === '' || name.startsWith('__') ? 'object' : name;
}
