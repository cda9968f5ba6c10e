import type ts from 'typescript';
import type { Json } from '../../model/json.ts';
import type { ExampleItem } from './claim.ts';

/** `typescript` is imported only if a page has a script example, because the import is slow. */
type ScriptCompiler = typeof ts;

export function readScriptExample(ts: ScriptCompiler, text: string): readonly ExampleItem[] {
  const source = ts.createSourceFile('example.ts', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const reader: Reader = { ts, source, items: [], results: new Map() };
  visit(source, reader);
  const broken = brokenLine(source);
  if (broken === null) return reader.items;
  const said = 'part of an example is not valid TypeScript or JavaScript';
  return [...reader.items, { kind: 'unreadable', text: said, line: broken }];
}

interface Reader {
  readonly ts: ScriptCompiler;
  readonly source: ts.SourceFile;
  readonly items: ExampleItem[];
  /** Maps each variable to the method that returned its value. */
  readonly results: Map<string, readonly string[]>;
}

function visit(node: ts.Node, reader: Reader): void {
  const { ts } = reader;
  if (ts.isImportDeclaration(node)) readImport(node, reader);
  else if (ts.isCallExpression(node) || ts.isNewExpression(node)) readCall(node, reader);
  else if (!ts.isTypeNode(node)) {
    if (ts.isPropertyAccessExpression(node)) readAttribute(node, reader);
    ts.forEachChild(node, (child) => visit(child, reader));
    if (ts.isVariableDeclaration(node)) assign(node.name, node.initializer, reader);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      assign(node.left, node.right, reader);
  }
}

function readImport({ importClause }: ts.ImportDeclaration, { ts, source, items }: Reader): void {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return;
  for (const element of bindings.elements) {
    const name = (element.propertyName ?? element.name).text;
    if (/(Error|Exception)$/.test(name)) items.push({ kind: 'exception', name, line: lineOf(element, source) });
  }
}

function assign(target: ts.Node, value: ts.Expression | undefined, { ts, results }: Reader): void {
  if (!ts.isIdentifier(target)) return;
  const plain = value === undefined ? undefined : unwrap(value, ts);
  const words = plain !== undefined && ts.isCallExpression(plain) ? chainOf(plain.expression, ts) : null;
  if (words !== null && words.length > 1) results.set(target.text, words);
  else results.delete(target.text);
}

function readAttribute(node: ts.PropertyAccessExpression, { ts, source, items, results }: Reader): void {
  const of = unwrap(node.expression, ts);
  const words = ts.isIdentifier(of) ? results.get(of.text) : undefined;
  if (words !== undefined)
    items.push({ kind: 'attribute', words, attribute: node.name.text, line: lineOf(node.name, source) });
}

function readCall(node: ts.CallExpression | ts.NewExpression, reader: Reader): void {
  const { ts, source, items } = reader;
  const words = chainOf(node.expression, ts);
  const given = node.arguments ?? [];
  if (words !== null)
    items.push({
      kind: 'call',
      words,
      arguments: given.flatMap((each, position) => argumentsOf(each, position, ts)),
      line: lineOf(node, source),
    });
  // In `result.items.map()`, `map` is a method and not an attribute.
  else visit(ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression, reader);
  for (const each of given) visit(each, reader);
}

type Argument = Extract<ExampleItem, { kind: 'call' }>['arguments'][number];

function argumentsOf(given: ts.Expression, position: number, ts: ScriptCompiler): readonly Argument[] {
  if (ts.isSpreadElement(given)) return [];
  const plain = unwrap(given, ts);
  const own = { name: null, position, member: false, value: literalOf(plain, ts) };
  if (!ts.isObjectLiteralExpression(plain)) return [own];
  const members = plain.properties.flatMap((property): readonly Argument[] => {
    const { name } = property;
    if (name === undefined || ts.isComputedPropertyName(name)) return [];
    const value = ts.isPropertyAssignment(property) ? literalOf(property.initializer, ts) : undefined;
    return [{ name: name.text, position, member: true, value }];
  });
  return [own, ...members];
}

function literalOf(node: ts.Node, ts: ScriptCompiler): Json | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return node.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}

/** Splits `client.orders.ship` into words, and returns null for anything except a chain of names. */
function chainOf(node: ts.Expression, ts: ScriptCompiler): readonly string[] | null {
  const names: string[] = [];
  let at = unwrap(node, ts);
  while (ts.isPropertyAccessExpression(at)) {
    names.unshift(at.name.text);
    at = unwrap(at.expression, ts);
  }
  if (at.kind === ts.SyntaxKind.ThisKeyword) return ['this', ...names];
  return ts.isIdentifier(at) ? [at.text, ...names] : null;
}

/** Returns the expression `f(x)` for `await f(x)`, `(f(x))`, `f(x)!` or `f(x) as T`. */
function unwrap(node: ts.Expression, ts: ScriptCompiler): ts.Expression {
  let at = node;
  while (ts.isAwaitExpression(at) || ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || isTyped(at, ts))
    at = at.expression;
  return at;
}

function isTyped(
  node: ts.Expression,
  ts: ScriptCompiler,
): node is ts.AsExpression | ts.SatisfiesExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node);
}

function brokenLine(source: ts.SourceFile): number | null {
  // TypeScript's public type lacks `parseDiagnostics`
  const { parseDiagnostics = [] } = source as ts.SourceFile & {
    parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  const [first] = parseDiagnostics;
  return first === undefined ? null : source.getLineAndCharacterOfPosition(first.start).line + 1;
}

function lineOf(node: ts.Node, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
