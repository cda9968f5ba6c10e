import type ts from 'typescript';
import type {
  CallArgument,
  Expression,
  FunctionSyntax,
  Member,
  ParameterSyntax,
  Pattern,
  Statement,
} from './syntax.ts';
import { NOTHING } from './syntax.ts';

/** The `typescript` package, loaded by who has it: it takes a third of a second. */
export type TypeScript = typeof ts;

export interface Reader {
  readonly ts: TypeScript;
  readonly source: ts.SourceFile;
  readonly statements: (nodes: readonly ts.Node[]) => readonly Statement[];
}

/** One expression of TypeScript or JavaScript. */
export function expressionOf(node: ts.Node | undefined, reader: Reader): Expression {
  const { ts } = reader;
  const of = (inner: ts.Node | undefined) => expressionOf(inner, reader);
  if (node === undefined) return NOTHING;
  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return NOTHING;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return { kind: 'name', name: 'this' };
  if (ts.isIdentifier(node)) return node.text === 'undefined' ? NOTHING : { kind: 'name', name: node.text };
  if (ts.isPropertyAccessExpression(node)) return { kind: 'member', of: of(node.expression), name: node.name.text };
  if (ts.isElementAccessExpression(node)) {
    return { kind: 'index', of: of(node.expression), key: of(node.argumentExpression) };
  }
  if (ts.isObjectLiteralExpression(node)) {
    return { kind: 'object', members: node.properties.map((property) => memberOf(property, reader)) };
  }
  if (ts.isArrayLiteralExpression(node)) return { kind: 'list', items: node.elements.map(of) };
  if (ts.isTemplateExpression(node)) return templateOf(node, reader);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return callOf(node, reader);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return { kind: 'function', function: functionOf(node, 'anonymous', reader) };
  }
  if (ts.isConditionalExpression(node)) {
    return { kind: 'choice', test: of(node.condition), yes: of(node.whenTrue), no: of(node.whenFalse) };
  }
  if (ts.isBinaryExpression(node)) return binaryOf(node, reader);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return { kind: 'logic', operator: 'not', of: [of(node.operand)] };
  }
  const wraps =
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node);
  if (wraps) return of(node.expression);
  return { kind: 'unknown', parts: childrenOf(node, ts).filter(isExpressionLike(ts)).map(of) };
}

function childrenOf(node: ts.Node, ts: TypeScript): readonly ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => void found.push(child));
  return found;
}

function isExpressionLike(ts: TypeScript) {
  return (node: ts.Node) => !ts.isTypeNode(node) && !ts.isToken(node);
}

function memberOf(property: ts.ObjectLiteralElementLike, reader: Reader): Member {
  const { ts } = reader;
  if (ts.isSpreadAssignment(property)) return { key: null, value: expressionOf(property.expression, reader) };
  const { name } = property;
  const key: Expression =
    name === undefined
      ? NOTHING
      : ts.isComputedPropertyName(name)
        ? expressionOf(name.expression, reader)
        : { kind: 'literal', value: name.text };
  if (ts.isShorthandPropertyAssignment(property)) return { key, value: { kind: 'name', name: property.name.text } };
  if (ts.isPropertyAssignment(property)) return { key, value: expressionOf(property.initializer, reader) };
  if (ts.isMethodDeclaration(property)) {
    return { key, value: { kind: 'function', function: functionOf(property, 'anonymous', reader) } };
  }
  return { key, value: { kind: 'unknown', parts: [] } };
}

function templateOf(node: ts.TemplateExpression, reader: Reader): Expression {
  const parts = node.templateSpans.flatMap((span): readonly Expression[] => [
    expressionOf(span.expression, reader),
    { kind: 'literal', value: span.literal.text },
  ]);
  return { kind: 'text', parts: [{ kind: 'literal', value: node.head.text }, ...parts] };
}

function callOf(node: ts.CallExpression | ts.NewExpression, reader: Reader): Expression {
  const { ts, source } = reader;
  return {
    kind: 'call',
    callee: expressionOf(node.expression, reader),
    arguments: (node.arguments ?? []).map((each): CallArgument => {
      const spread = ts.isSpreadElement(each);
      return {
        name: null,
        spread: spread ? 'list' : null,
        value: expressionOf(spread ? each.expression : each, reader),
      };
    }),
    line: lineOf(node, source),
  };
}

function binaryOf(node: ts.BinaryExpression, reader: Reader): Expression {
  const { SyntaxKind } = reader.ts;
  const of = [expressionOf(node.left, reader), expressionOf(node.right, reader)] as const;
  switch (node.operatorToken.kind) {
    case SyntaxKind.PlusToken:
      return { kind: 'text', parts: of };
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return { kind: 'logic', operator: 'or', of };
    case SyntaxKind.AmpersandAmpersandToken:
      return { kind: 'logic', operator: 'and', of };
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.EqualsEqualsEqualsToken:
      return { kind: 'equal', negated: false, of };
    case SyntaxKind.ExclamationEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken:
      return { kind: 'equal', negated: true, of };
    default:
      return { kind: 'unknown', parts: of };
  }
}

export function functionOf(node: ts.FunctionLikeDeclaration, name: string, reader: Reader): FunctionSyntax {
  const { ts, source } = reader;
  const { body } = node;
  const isStatic =
    ts.canHaveModifiers(node) && (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  return {
    name,
    parameters: node.parameters
      .filter((each) => each.name.getText(source) !== 'this')
      .map((each) => parameterOf(each, reader)),
    body:
      body === undefined
        ? []
        : ts.isBlock(body)
          ? reader.statements(body.statements)
          : [{ kind: 'return', value: expressionOf(body, reader) }],
    decorators: [],
    property: ts.isGetAccessor(node),
    static: isStatic,
    line: lineOf(node, source),
  };
}

function parameterOf(node: ts.ParameterDeclaration, reader: Reader): ParameterSyntax {
  const { ts, source } = reader;
  const pattern = ts.isObjectBindingPattern(node.name) ? patternOf(node.name, reader) : null;
  return {
    name: pattern === null ? node.name.getText(source) : 'options',
    pattern,
    required: node.questionToken === undefined && node.initializer === undefined && node.dotDotDotToken === undefined,
    declared: node.type?.getText(source) ?? null,
    default: node.initializer === undefined ? null : expressionOf(node.initializer, reader),
    rest: node.dotDotDotToken === undefined ? null : 'list',
    named: false,
  };
}

export function patternOf(node: ts.ObjectBindingPattern, reader: Reader): Pattern {
  const { source } = reader;
  const plain = node.elements.filter(({ dotDotDotToken }) => dotDotDotToken === undefined);
  return {
    kind: 'pattern',
    members: plain.map(({ name, propertyName, initializer }) => ({
      key: (propertyName ?? name).getText(source).replaceAll(/^['"]|['"]$/g, ''),
      name: name.getText(source),
      default: initializer === undefined ? null : expressionOf(initializer, reader),
    })),
    rest: node.elements.find(({ dotDotDotToken }) => dotDotDotToken !== undefined)?.name.getText(source) ?? null,
  };
}

export function lineOf(node: ts.Node, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
