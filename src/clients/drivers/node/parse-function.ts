import type ts from 'typescript';
import type { Parameter, TypeHint } from '../../../model/driver.ts';
import type { Json } from '../../../model/json.ts';
import { loadCompiler, type TypeScript } from './load-compiler.ts';

interface ParsedFunction {
  readonly parameters: readonly Parameter[];
  readonly rest: boolean;
  readonly async: boolean;
  /** Name of the parameter that is an object with any members, such as `rest` in `({ id, ...rest })`. */
  readonly open?: string;
}

const ANY: TypeHint = { kind: 'any' };

/** Reads the parameters from the source text of a function. The types of the parameters stay unknown. */
export async function parseFunction(call: CallableFunction): Promise<ParsedFunction> {
  const ts = loadCompiler();
  const text = Function.prototype.toString.call(call);
  const parsed = parse(text, ts);
  if (parsed === undefined) {
    const parameters = Array.from({ length: call.length }, (_, index) => parameter(`arg${index + 1}`, true, ANY));
    return { parameters, rest: false, async: false };
  }
  const parameters = parsed.parameters.map((each, index) => read(each, index, ts));
  const open = parameters[parsed.parameters.findIndex(({ name }) => isOpen(name, ts))]?.name;
  return {
    ...(open !== undefined && { open }),
    parameters,
    rest: parsed.parameters.some(({ dotDotDotToken }) => dotDotDotToken !== undefined),
    async: parsed.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false,
  };
}

/** Returns null if the source text of the function or constructor lacks the parameters. */
export async function parseConstruction(make: CallableFunction): Promise<readonly Parameter[] | null> {
  const text = Function.prototype.toString.call(make);
  if (!/^class\b/.test(text)) return (await parseFunction(make)).parameters;
  const ts = loadCompiler();
  const file = ts.createSourceFile('class.js', `(${text})`, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const found = firstClass(file, ts);
  const own = found?.members.find(ts.isConstructorDeclaration);
  if (own !== undefined) return own.parameters.map((each, index) => read(each, index, ts));
  return found === undefined || found.heritageClauses !== undefined ? null : [];
}

function firstClass(node: ts.Node, ts: TypeScript): ts.ClassExpression | undefined {
  return ts.isClassExpression(node) ? node : ts.forEachChild(node, (child) => firstClass(child, ts));
}

function parse(text: string, ts: TypeScript): ts.FunctionLikeDeclaration | undefined {
  if (/\{\s*\[native code\]\s*\}$/.test(text)) return undefined;
  for (const source of [`(${text})`, `({${text}})`]) {
    const file = ts.createSourceFile('method.js', source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
    const broken =
      'parseDiagnostics' in file && Array.isArray(file.parseDiagnostics) && file.parseDiagnostics.length > 0;
    if (!broken) return firstFunction(file, ts);
  }
  return undefined;
}

function firstFunction(node: ts.Node, ts: TypeScript): ts.FunctionLikeDeclaration | undefined {
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node)) return node;
  return ts.forEachChild(node, (child) => firstFunction(child, ts));
}

function read(declaration: ts.ParameterDeclaration, index: number, ts: TypeScript): Parameter {
  const { name, initializer, dotDotDotToken } = declaration;
  const isRequired = initializer === undefined && dotDotDotToken === undefined;
  if (ts.isObjectBindingPattern(name)) {
    const fields = name.elements.flatMap((element) => readField(element, ts) ?? []);
    const named = index === 0 ? 'options' : `options${index + 1}`;
    return parameter(named, isRequired, { kind: 'object', class: 'object', fields });
  }
  const type: TypeHint = dotDotDotToken === undefined ? ANY : { kind: 'list', of: ANY };
  return parameter(ts.isIdentifier(name) ? name.text : `arg${index + 1}`, isRequired, type, literal(initializer));
}

function isOpen(name: ts.BindingName, ts: TypeScript): boolean {
  return ts.isObjectBindingPattern(name) && name.elements.some(({ dotDotDotToken }) => dotDotDotToken !== undefined);
}

function readField(element: ts.BindingElement, ts: TypeScript): Parameter | null {
  if (element.dotDotDotToken !== undefined) return null;
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return null;
  const type: TypeHint = ts.isObjectBindingPattern(element.name)
    ? { kind: 'object', class: 'object', fields: element.name.elements.flatMap((each) => readField(each, ts) ?? []) }
    : ANY;
  const { positional: _positional, ...field } = parameter(
    key.text,
    element.initializer === undefined,
    type,
    literal(element.initializer),
  );
  return field;
}

function parameter(name: string, required: boolean, type: TypeHint, given?: Json): Parameter {
  return { name, required, type, ...(given === undefined ? {} : { default: given }), positional: true };
}

function literal(initializer: ts.Expression | undefined): Json | undefined {
  try {
    return initializer === undefined ? undefined : JSON.parse(initializer.getText().replaceAll(/^[`']|[`']$/g, '"'));
  } catch {
    return undefined;
  }
}
