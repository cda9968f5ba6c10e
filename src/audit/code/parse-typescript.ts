import type ts from 'typescript';
import type { ClassSyntax, FunctionSyntax, ModuleSyntax, ShapeSyntax, Statement } from './syntax.ts';
import { expressionOf, functionOf, lineOf, patternOf, type Reader, type TypeScript } from './typescript-expressions.ts';

/** A TypeScript or JavaScript file. What does not parse is left out; `brokenAt` is its first line. */
export function parseTypeScript(ts: TypeScript, file: string, text: string): ModuleSyntax {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kindOf(ts, file));
  const reader: Reader = { ts, source, statements: (nodes) => nodes.flatMap((node) => statementOf(node, reader)) };
  const all = [...source.statements];
  return {
    file,
    imports: all.flatMap((node) => importOf(node, reader)),
    classes: all.filter((node) => ts.isClassDeclaration(node)).map((node) => classOf(node, reader)),
    functions: all.flatMap((node) => functionDeclaration(node, reader)),
    shapes: all.flatMap((node) => shapeOf(node, reader)),
    aliases: new Map(
      all.filter((node) => ts.isTypeAliasDeclaration(node)).map((node) => [node.name.text, node.type.getText(source)]),
    ),
    body: reader.statements(all),
    brokenAt: brokenLine(source),
  };
}

function kindOf(ts: TypeScript, file: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(file)) return ts.ScriptKind.TS;
  return file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.JSX;
}

function brokenLine(source: ts.SourceFile): number | null {
  // The parser's own complaints are not part of the public type.
  const [first] =
    (source as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? []; // see above
  return first === undefined ? null : source.getLineAndCharacterOfPosition(first.start).line + 1;
}

function functionDeclaration(node: ts.Statement, reader: Reader): readonly FunctionSyntax[] {
  const { ts } = reader;
  if (ts.isFunctionDeclaration(node) && node.name !== undefined) return [functionOf(node, node.name.text, reader)];
  if (!ts.isVariableStatement(node)) return [];
  return node.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) &&
    initializer !== undefined &&
    (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [functionOf(initializer, name.text, reader)]
      : [],
  );
}

function classOf(node: ts.ClassDeclaration, reader: Reader): ClassSyntax {
  const { ts, source } = reader;
  const own = node.members.flatMap((member) => {
    if (ts.isConstructorDeclaration(member)) return [functionOf(member, 'constructor', reader)];
    const isMethod = ts.isMethodDeclaration(member) || ts.isGetAccessor(member);
    return isMethod ? [functionOf(member, member.name.getText(source), reader)] : [];
  });
  const fields = node.members.filter((member) => ts.isPropertyDeclaration(member));
  const assigned = fields.filter(
    ({ initializer }) =>
      initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
  );
  return {
    name: node.name?.text ?? 'default',
    bases: (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.expression.getText(source))),
    methods: [
      ...own,
      ...assigned.map((each) => functionOf(each.initializer as ts.ArrowFunction, each.name.getText(source), reader)), // filtered above
    ],
    fields: fields
      .filter((each) => !assigned.includes(each))
      .map((each) => ({
        name: each.name.getText(source),
        value: each.initializer === undefined ? null : expressionOf(each.initializer, reader),
        declared: each.type?.getText(source) ?? null,
      })),
    line: lineOf(node, source),
  };
}

function shapeOf(node: ts.Statement, reader: Reader): readonly ShapeSyntax[] {
  const { ts, source } = reader;
  if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type)) {
    return [{ name: node.name.text, bases: [], members: membersOf(node.type.members, reader) }];
  }
  if (!ts.isInterfaceDeclaration(node)) return [];
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.map((type) => type.expression.getText(source)),
  );
  return [{ name: node.name.text, bases, members: membersOf(node.members, reader) }];
}

function membersOf(members: readonly ts.TypeElement[], { ts, source }: Reader): ShapeSyntax['members'] {
  return members
    .filter((member) => ts.isPropertySignature(member))
    .map((member) => ({
      name: member.name.getText(source).replaceAll(/^['"]|['"]$/g, ''),
      required: member.questionToken === undefined,
      declared: member.type?.getText(source) ?? null,
    }));
}

function importOf(node: ts.Statement, { ts }: Reader): ModuleSyntax['imports'] {
  const isModule = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
  if (!isModule || node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return [];
  const from = node.moduleSpecifier.text;
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  const whole = ts.isImportDeclaration(node) ? node.importClause?.name : undefined;
  const named =
    bindings !== undefined && 'elements' in bindings
      ? bindings.elements.map(({ name, propertyName }) => ({
          local: name.text,
          from,
          name: (propertyName ?? name).text,
        }))
      : bindings === undefined
        ? []
        : [{ local: bindings.name.text, from, name: null }];
  return [...(whole === undefined ? [] : [{ local: whole.text, from, name: 'default' }]), ...named];
}

function statementOf(node: ts.Node, reader: Reader): readonly Statement[] {
  const { ts, statements } = reader;
  const of = (inner: ts.Node | undefined) => expressionOf(inner, reader);
  const block = (inner: ts.Node | undefined) =>
    inner === undefined ? [] : ts.isBlock(inner) ? statements(inner.statements) : statements([inner]);
  if (ts.isExpressionStatement(node)) return expressionStatement(node.expression, reader);
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap((each) => declaration(each, reader));
  if (ts.isReturnStatement(node))
    return [{ kind: 'return', value: node.expression === undefined ? null : of(node.expression) }];
  if (ts.isThrowStatement(node)) return [{ kind: 'stop' }];
  if (ts.isIfStatement(node)) {
    return [
      { kind: 'branch', test: of(node.expression), yes: block(node.thenStatement), no: block(node.elseStatement) },
    ];
  }
  if (ts.isBlock(node)) return statements(node.statements);
  if (ts.isTryStatement(node)) {
    const late = [node.catchClause?.block, node.finallyBlock].filter((each) => each !== undefined);
    return [...block(node.tryBlock), ...late.map((each): Statement => ({ kind: 'maybe', body: block(each) }))];
  }
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const over: Statement = { kind: 'run', value: of(node.expression) };
    return [{ kind: 'maybe', body: [over, ...block(node.statement)] }];
  }
  if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    return [{ kind: 'maybe', body: block(node.statement) }];
  }
  if (ts.isSwitchStatement(node)) {
    return node.caseBlock.clauses.map((clause): Statement => ({ kind: 'maybe', body: statements(clause.statements) }));
  }
  if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
    const name = node.name.text;
    const value = { kind: 'function', function: functionOf(node, name, reader) } as const;
    return [{ kind: 'assign', target: { kind: 'name', name }, value, declared: null }];
  }
  return [];
}

function declaration(node: ts.VariableDeclaration, reader: Reader): readonly Statement[] {
  const { ts, source } = reader;
  if (node.initializer === undefined) return [];
  const value = expressionOf(node.initializer, reader);
  const declared = node.type?.getText(source) ?? null;
  if (ts.isIdentifier(node.name)) {
    return [{ kind: 'assign', target: { kind: 'name', name: node.name.text }, value, declared }];
  }
  if (ts.isObjectBindingPattern(node.name))
    return [{ kind: 'assign', target: patternOf(node.name, reader), value, declared }];
  return [{ kind: 'run', value }];
}

function expressionStatement(node: ts.Expression, reader: Reader): readonly Statement[] {
  const { ts } = reader;
  const assigns =
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.EqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken].includes(node.operatorToken.kind);
  if (!assigns) return [{ kind: 'run', value: expressionOf(node, reader) }];
  const target = expressionOf(node.left, reader);
  if (target.kind !== 'name' && target.kind !== 'member' && target.kind !== 'index') return [];
  return [{ kind: 'assign', target, value: expressionOf(node.right, reader), declared: null }];
}
