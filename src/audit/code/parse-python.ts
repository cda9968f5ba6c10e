import type { Node } from 'web-tree-sitter';
import { expressionOf } from './python-expressions.ts';
import { aliasesOf, importsOf } from './python-names.ts';
import type { PythonParser } from './python-parser.ts';
import type { ClassSyntax, FunctionSyntax, ModuleSyntax, ParameterSyntax, ShapeSyntax, Statement } from './syntax.ts';
import { NOTHING } from './syntax.ts';

/** A Python file. What does not parse is left out; `brokenAt` is its first line. */
export function parsePython(parser: PythonParser, file: string, text: string): ModuleSyntax {
  return parser.parse(text, (root) => {
    const definitions = root.namedChildren.filter((node) => node !== null).map(definitionOf);
    const classes = definitions.filter(({ node }) => node.type === 'class_definition').map(({ node }) => classOf(node));
    return {
      file,
      imports: importsOf(root),
      classes,
      functions: definitions
        .filter(({ node }) => node.type === 'function_definition')
        .map(({ node, decorators }) => functionOf(node, decorators)),
      shapes: classes.map(shapeOf),
      aliases: aliasesOf(root),
      body: blockOf(root),
      brokenAt: root.hasError ? brokenLine(root) : null,
    };
  });
}

function children(node: Node): readonly Node[] {
  return node.namedChildren.filter((each) => each !== null);
}

function definitionOf(node: Node): { readonly node: Node; readonly decorators: readonly Node[] } {
  const inner = node.type === 'decorated_definition' ? node.childForFieldName('definition') : null;
  return {
    node: inner ?? node,
    decorators: inner === null ? [] : children(node).filter((each) => each.type === 'decorator'),
  };
}

function brokenLine(node: Node): number {
  if (node.type === 'ERROR' || node.isMissing) return node.startPosition.row + 1;
  const broken = node.children.find((child) => child !== null && (child.hasError || child.isMissing));
  return broken === undefined || broken === null ? node.startPosition.row + 1 : brokenLine(broken);
}

function classOf(node: Node): ClassSyntax {
  const members = children(node.childForFieldName('body') ?? node);
  const bases = node.childForFieldName('superclasses');
  return {
    name: node.childForFieldName('name')?.text ?? '',
    bases: bases === null ? [] : children(bases).map((base) => base.text.split('.').at(-1) ?? ''),
    methods: members.flatMap((member) => {
      const { node: inner, decorators } = definitionOf(member);
      return inner.type === 'function_definition' ? [functionOf(inner, decorators)] : [];
    }),
    fields: members.flatMap((member) => {
      const assignment = member.type === 'expression_statement' ? member.namedChild(0) : null;
      if (assignment?.type !== 'assignment') return [];
      const value = assignment.childForFieldName('right');
      const name = assignment.childForFieldName('left')?.text ?? '';
      const declared = assignment.childForFieldName('type')?.text ?? null;
      return [{ name, value: value === null ? null : expressionOf(value), declared }];
    }),
    line: node.startPosition.row + 1,
  };
}

/** Members of a TypedDict or model. */
function shapeOf({ name, bases, fields }: ClassSyntax): ShapeSyntax {
  const optional = bases.some((base) => base.replaceAll(' ', '') === 'total=False');
  return {
    name,
    bases: bases.filter((base) => !base.includes('=')),
    members: fields
      .filter(({ declared }) => declared !== null)
      .map(({ name: member, value, declared }) => ({ name: member, required: !optional && value === null, declared })),
  };
}

function functionOf(node: Node, decorators: readonly Node[]): FunctionSyntax {
  const marks = decorators.flatMap((decorator) => children(decorator).slice(0, 1).map(expressionOf));
  const has = (name: string) => decorators.some((decorator) => decorator.text.replace('@', '').trim().endsWith(name));
  return {
    name: node.childForFieldName('name')?.text ?? '',
    parameters: children(node.childForFieldName('parameters') ?? node).reduce(addParameter, []),
    body: blockOf(node.childForFieldName('body')),
    decorators: marks,
    property: has('property'),
    static: has('staticmethod'),
    line: node.startPosition.row + 1,
  };
}

type Parameters = readonly (ParameterSyntax & { readonly marker?: true })[];

function addParameter(before: Parameters, node: Node): Parameters {
  const named = before.some(({ rest }) => rest === 'list');
  const at = (name: string, changes: Partial<ParameterSyntax> = {}): Parameters => [
    ...before,
    { name, pattern: null, required: true, declared: null, default: null, rest: null, named, ...changes },
  ];
  const declared = node.childForFieldName('type')?.text ?? null;
  const value = node.childForFieldName('value');
  switch (node.type) {
    case 'identifier':
      return at(node.text);
    case 'typed_parameter': {
      const inner = node.namedChild(0);
      const rest =
        inner?.type === 'list_splat_pattern' ? 'list' : inner?.type === 'dictionary_splat_pattern' ? 'map' : null;
      return at((inner?.text ?? '').replace(/^\*+/, ''), { declared, rest, required: rest === null });
    }
    case 'default_parameter':
    case 'typed_default_parameter': {
      const name = node.childForFieldName('name')?.text ?? '';
      return at(name, { declared, required: false, default: value === null ? NOTHING : expressionOf(value) });
    }
    case 'list_splat_pattern':
      return at(node.text.slice(1), { rest: 'list', required: false });
    case 'keyword_separator':
      return at('*', { rest: 'list', required: false });
    case 'dictionary_splat_pattern':
      return at(node.text.slice(2), { rest: 'map', required: false });
    default:
      return before;
  }
}

function blockOf(node: Node | null): readonly Statement[] {
  return node === null ? [] : children(node).flatMap(statementOf);
}

function statementOf(node: Node): readonly Statement[] {
  switch (node.type) {
    case 'expression_statement':
      return children(node).flatMap(simpleStatement);
    case 'return_statement':
      return [{ kind: 'return', value: node.namedChild(0) === null ? null : expressionOf(node.namedChild(0)) }];
    case 'raise_statement':
      return [{ kind: 'stop' }];
    case 'if_statement':
      return [
        ifStatement(
          node,
          node.childrenForFieldName('alternative').filter((each) => each !== null),
        ),
      ];
    case 'with_statement':
      return [...withItems(node), ...blockOf(node.childForFieldName('body'))];
    case 'for_statement':
      return [{ kind: 'maybe', body: [...loopTarget(node), ...blockOf(node.childForFieldName('body'))] }];
    case 'while_statement':
      return [{ kind: 'maybe', body: blockOf(node.childForFieldName('body')) }];
    case 'try_statement':
      return tryStatement(node);
    case 'function_definition':
    case 'decorated_definition':
      return localFunction(node);
    default:
      return [];
  }
}

function localFunction(node: Node): readonly Statement[] {
  const { node: inner, decorators } = definitionOf(node);
  if (inner.type !== 'function_definition') return [];
  const value = { kind: 'function', function: functionOf(inner, decorators) } as const;
  return [{ kind: 'assign', target: { kind: 'name', name: value.function.name }, value, declared: null }];
}

function simpleStatement(node: Node): readonly Statement[] {
  if (node.type !== 'assignment') return [{ kind: 'run', value: expressionOf(node) }];
  const right = node.childForFieldName('right');
  if (right === null) return [];
  const value = right.type === 'assignment' ? expressionOf(right.childForFieldName('right')) : expressionOf(right);
  const declared = node.childForFieldName('type')?.text ?? null;
  return [
    ...targetsOf(node.childForFieldName('left'), value, declared),
    ...(right.type === 'assignment' ? simpleStatement(right) : []),
  ];
}

function targetsOf(
  node: Node | null,
  value: ReturnType<typeof expressionOf>,
  declared: string | null,
): readonly Statement[] {
  if (node === null) return [];
  if (node.type === 'identifier')
    return [{ kind: 'assign', target: { kind: 'name', name: node.text }, value, declared }];
  if (node.type === 'pattern_list' || node.type === 'tuple_pattern') {
    const names = children(node).map(({ text }) => text);
    return [{ kind: 'assign', target: { kind: 'names', names }, value, declared }];
  }
  const target = expressionOf(node);
  return target.kind === 'member' || target.kind === 'index' ? [{ kind: 'assign', target, value, declared }] : [];
}

function ifStatement(node: Node, alternatives: readonly Node[]): Statement {
  const [next, ...others] = alternatives;
  const no =
    next === undefined
      ? []
      : next.type === 'elif_clause'
        ? [ifStatement(next, others)]
        : blockOf(next.childForFieldName('body'));
  const test = expressionOf(node.childForFieldName('condition'));
  return { kind: 'branch', test, yes: blockOf(node.childForFieldName('consequence')), no };
}

function withItems(node: Node): readonly Statement[] {
  return node.descendantsOfType('with_item').flatMap((item): readonly Statement[] => {
    const value = item?.childForFieldName('value') ?? null;
    if (value?.type !== 'as_pattern') return [{ kind: 'run', value: expressionOf(value) }];
    const alias = value.childForFieldName('alias')?.namedChild(0) ?? null;
    return targetsOf(alias, expressionOf(value.namedChild(0)), null);
  });
}

function loopTarget(node: Node): readonly Statement[] {
  const over = { kind: 'unknown', parts: [expressionOf(node.childForFieldName('right'))] } as const;
  return targetsOf(node.childForFieldName('left'), over, null);
}

function tryStatement(node: Node): readonly Statement[] {
  const rest = children(node).filter(({ type }) => /_clause$/.test(type));
  return [
    ...blockOf(node.childForFieldName('body')),
    ...rest.map((clause): Statement => {
      const block = children(clause).findLast(({ type }) => type === 'block');
      return { kind: 'maybe', body: blockOf(block ?? null) };
    }),
  ];
}
