import type { Json } from '../../model/json.ts';
import type { Citation } from '../../model/surface.ts';
import { type Call, chainOf, type Expression, type ModuleSyntax, type Statement } from '../code/syntax.ts';
import type { Claim, ClaimedArgument } from './claim.ts';

/** The calls of an example, and what is read of their results. `cite` takes a 1-based line of the block. */
export function codeClaims(module: ModuleSyntax, cite: (line: number) => Citation): readonly Claim[] {
  const out: Sink = { claims: [], results: new Map(), cite };
  readStatements(module.body, out);
  for (const fn of [...module.functions, ...module.classes.flatMap(({ methods }) => methods)])
    readStatements(fn.body, out);
  return out.claims;
}

interface Sink {
  readonly claims: Claim[];
  /** Variable → the method whose result it holds. */
  readonly results: Map<string, readonly string[]>;
  readonly cite: (line: number) => Citation;
  line?: number;
}

function readStatements(statements: readonly Statement[], out: Sink): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'assign': {
        readExpression(statement.value, out);
        const words = statement.value.kind === 'call' ? chainOf(statement.value.callee) : null;
        if (statement.target.kind === 'name' && words !== null && words.length > 1)
          out.results.set(statement.target.name, words);
        else if (statement.target.kind === 'name') out.results.delete(statement.target.name);
        break;
      }
      case 'run':
        readExpression(statement.value, out);
        break;
      case 'return':
        if (statement.value !== null) readExpression(statement.value, out);
        break;
      case 'branch':
        readExpression(statement.test, out);
        readStatements(statement.yes, out);
        readStatements(statement.no, out);
        break;
      case 'maybe':
        readStatements(statement.body, out);
    }
  }
}

function readExpression(expression: Expression, out: Sink): void {
  switch (expression.kind) {
    case 'call':
      readCall(expression, out);
      return;
    case 'name':
      // The parsers make values of their language's own words.
      if (/^(true|false|null)$/.test(expression.name)) {
        out.claims.push({
          kind: 'unreadable',
          text: `${expression.name} is no word of this language`,
          at: out.cite(out.line ?? 1),
        });
      }
      return;
    case 'member':
      readMember(expression, out);
      return;
    case 'index':
      readExpression(expression.of, out);
      return;
    case 'text':
    case 'unknown':
      for (const part of expression.parts) readExpression(part, out);
      return;
    case 'list':
      for (const item of expression.items) readExpression(item, out);
      return;
    case 'object':
      for (const { value } of expression.members) readExpression(value, out);
      return;
    case 'logic':
    case 'equal':
      for (const each of expression.of) readExpression(each, out);
      return;
    case 'choice':
      for (const each of [expression.test, expression.yes, expression.no]) readExpression(each, out);
      return;
    case 'function':
      readStatements(expression.function.body, out);
  }
}

function readMember({ of, name }: Extract<Expression, { kind: 'member' }>, out: Sink): void {
  const words = of.kind === 'name' ? out.results.get(of.name) : undefined;
  if (words !== undefined) out.claims.push({ kind: 'attribute', words, attribute: name, at: out.cite(out.line ?? 1) });
  readExpression(of, out);
}

function readCall(call: Call, out: Sink): void {
  out.line = call.line;
  const words = chainOf(call.callee);
  const at = out.cite(call.line);
  if (words !== null) out.claims.push({ kind: 'call', words, arguments: argumentsOf(call, at), at });
  else if (call.callee.kind === 'member') readExpression(call.callee.of, out);
  for (const { value } of call.arguments) readExpression(value, out);
}

/** Keyword arguments, positions, and the members of an options object. */
function argumentsOf(call: Call, at: Citation): readonly ClaimedArgument[] {
  return call.arguments.flatMap(({ name, value, spread }, position): readonly ClaimedArgument[] => {
    if (spread !== null) return [];
    const own = { name, position, member: false, value: literalOf(value), at };
    if (name !== null || value.kind !== 'object') return [own];
    const members = value.members.flatMap(({ key, value: inner }): readonly ClaimedArgument[] =>
      key?.kind === 'literal' ? [{ name: String(key.value), position, member: true, value: literalOf(inner), at }] : [],
    );
    return [own, ...members];
  });
}

function literalOf(expression: Expression): Json | undefined {
  return expression.kind === 'literal' ? expression.value : undefined;
}
