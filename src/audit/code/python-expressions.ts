import type { Node } from 'web-tree-sitter';
import type { Call, CallArgument, Expression, Member } from './syntax.ts';
import { NOTHING } from './syntax.ts';

/** One expression of Python. */
export function expressionOf(node: Node | null): Expression {
  if (node === null) return NOTHING;
  const read = READERS[node.type];
  return read === undefined ? { kind: 'unknown', parts: children(node).map(expressionOf) } : read(node);
}

const READERS: { readonly [type: string]: (node: Node) => Expression } = {
  identifier: (node) => ({ kind: 'name', name: node.text }),
  none: () => NOTHING,
  true: () => ({ kind: 'literal', value: true }),
  false: () => ({ kind: 'literal', value: false }),
  integer: numberOf,
  float: numberOf,
  string: stringOf,
  concatenated_string: (node) => ({ kind: 'text', parts: children(node).map(expressionOf) }),
  attribute: (node) => ({
    kind: 'member',
    of: field(node, 'object'),
    name: node.childForFieldName('attribute')?.text ?? '',
  }),
  subscript: (node) => ({ kind: 'index', of: field(node, 'value'), key: field(node, 'subscript') }),
  call: callOf,
  dictionary: (node) => ({ kind: 'object', members: children(node).flatMap(memberOf) }),
  list: listOf,
  tuple: listOf,
  conditional_expression: (node) => {
    const [yes = NOTHING, test = NOTHING, no = NOTHING] = children(node).map(expressionOf);
    return { kind: 'choice', test, yes, no };
  },
  boolean_operator: (node) => ({
    kind: 'logic',
    operator: node.childForFieldName('operator')?.text === 'and' ? 'and' : 'or',
    of: [field(node, 'left'), field(node, 'right')],
  }),
  not_operator: (node) => ({ kind: 'logic', operator: 'not', of: [field(node, 'argument')] }),
  comparison_operator: comparisonOf,
  binary_operator: (node) => {
    const parts = [field(node, 'left'), field(node, 'right')];
    return node.childForFieldName('operator')?.text === '+' ? { kind: 'text', parts } : { kind: 'unknown', parts };
  },
  parenthesized_expression: (node) => expressionOf(children(node)[0] ?? null),
  await: (node) => expressionOf(children(node)[0] ?? null),
  named_expression: (node) => field(node, 'value'),
  dictionary_comprehension: comprehensionOf,
  keyword_argument: (node) => field(node, 'value'),
  lambda: lambdaOf,
};

function children(node: Node): readonly Node[] {
  return node.namedChildren.filter((each) => each !== null && each.type !== 'comment').map((each) => each as Node); // narrowed
}

function field(node: Node, name: string): Expression {
  return expressionOf(node.childForFieldName(name));
}

function lambdaOf(node: Node): Expression {
  const parameters = children(node.childForFieldName('parameters') ?? node).filter(({ type }) => type === 'identifier');
  const plain = { pattern: null, required: true, declared: null, default: null, rest: null, named: false };
  return {
    kind: 'function',
    function: {
      name: 'lambda',
      parameters: parameters.map(({ text }) => ({ name: text, ...plain })),
      body: [{ kind: 'return', value: field(node, 'body') }],
      decorators: [],
      property: false,
      static: false,
      line: node.startPosition.row + 1,
    },
  };
}

function numberOf(node: Node): Expression {
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isNaN(value) ? { kind: 'unknown', parts: [] } : { kind: 'literal', value };
}

function stringOf(node: Node): Expression {
  const pieces = children(node).filter(({ type }) => type === 'string_content' || type === 'interpolation');
  const raw = /^[^'"]*[rR]/.test(node.text);
  const parts = pieces.map(
    (piece): Expression =>
      piece.type === 'interpolation'
        ? field(piece, 'expression')
        : { kind: 'literal', value: raw ? piece.text : unescaped(piece.text) },
  );
  const [only] = parts;
  if (only === undefined) return { kind: 'literal', value: '' };
  return parts.length === 1 && only.kind === 'literal' ? only : { kind: 'text', parts };
}

function unescaped(text: string): string {
  const named: { readonly [letter: string]: string } = { n: '\n', t: '\t', '\\': '\\', "'": "'", '"': '"' };
  return text
    .replaceAll(/\\(.)/g, (whole, letter: string) => named[letter] ?? whole)
    .replaceAll('{{', '{')
    .replaceAll('}}', '}');
}

function listOf(node: Node): Expression {
  return { kind: 'list', items: children(node).map(expressionOf) };
}

function memberOf(node: Node): readonly Member[] {
  if (node.type === 'pair') return [{ key: field(node, 'key'), value: field(node, 'value') }];
  return node.type === 'dictionary_splat' ? [{ key: null, value: expressionOf(children(node)[0] ?? null) }] : [];
}

function callOf(node: Node): Call {
  const given = node.childForFieldName('arguments');
  const items = given === null ? [] : given.type === 'argument_list' ? children(given) : [given];
  return {
    kind: 'call',
    callee: field(node, 'function'),
    arguments: items.map(argumentOf),
    line: node.startPosition.row + 1,
  };
}

function argumentOf(node: Node): CallArgument {
  if (node.type === 'keyword_argument') {
    return { name: node.childForFieldName('name')?.text ?? null, spread: null, value: field(node, 'value') };
  }
  const spread = node.type === 'dictionary_splat' ? 'map' : node.type === 'list_splat' ? 'list' : null;
  return { name: null, spread, value: expressionOf(spread === null ? node : (children(node)[0] ?? null)) };
}

function comparisonOf(node: Node): Expression {
  const [left = NOTHING, right = NOTHING, ...more] = children(node).map(expressionOf);
  const operator = node.childForFieldName('operators')?.text ?? '';
  const positive = operator === '==' || operator === 'is';
  const negated = operator === '!=' || operator === 'is not';
  if (more.length > 0 || (!positive && !negated)) return { kind: 'unknown', parts: [left, right, ...more] };
  return { kind: 'equal', negated, of: [left, right] };
}

/** `{name: f(value) for name, value in x.items() if …}` has the members of `x`. */
function comprehensionOf(node: Node): Expression {
  const parts = children(node);
  const clause = parts.find(({ type }) => type === 'for_in_clause');
  const key = parts[0]?.childForFieldName('key')?.text;
  const first = /^\(?\s*(\w+)\s*,/.exec(clause?.childForFieldName('left')?.text ?? '')?.[1];
  const over = clause === undefined ? NOTHING : field(clause, 'right');
  const isSame = key !== undefined && key === first && over.kind === 'call' && over.callee.kind === 'member';
  if (isSame && over.callee.name === 'items') return over.callee.of;
  return { kind: 'unknown', parts: [over] };
}
