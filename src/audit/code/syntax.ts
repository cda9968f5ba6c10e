import type { Json } from '../../model/json.ts';

/**
 * What Python and TypeScript have in common, as far as it takes to see which request a method sends. Everything else is
 * `unknown`, with the expressions inside it: they may still hold a call.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  /** An f-string, a template, texts that are added. */
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | Call
  /** The value is one of these; `test` decides. */
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'logic'; readonly operator: 'and' | 'or' | 'not'; readonly of: readonly Expression[] }
  | { readonly kind: 'equal'; readonly negated: boolean; readonly of: readonly [Expression, Expression] }
  | { readonly kind: 'function'; readonly function: FunctionSyntax }
  | { readonly kind: 'unknown'; readonly parts: readonly Expression[] };

export interface Call {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly CallArgument[];
  readonly line: number;
}

export interface CallArgument {
  readonly name: string | null;
  /** `*list`, `**map`. */
  readonly spread: 'list' | 'map' | null;
  readonly value: Expression;
}

/** Without a key: everything of the value, `**x` and `...x`. */
export interface Member {
  readonly key: Expression | null;
  readonly value: Expression;
}

export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  | Pattern
  /** Taken apart by position. */
  | { readonly kind: 'names'; readonly names: readonly string[] };

/** `{ cueId, limit = 20, ...rest }`. */
export interface Pattern {
  readonly kind: 'pattern';
  readonly members: readonly { readonly key: string; readonly name: string; readonly default: Expression | null }[];
  readonly rest: string | null;
}

export type Statement =
  | { readonly kind: 'assign'; readonly target: Target; readonly value: Expression; readonly declared: string | null }
  | { readonly kind: 'run'; readonly value: Expression }
  | {
      readonly kind: 'branch';
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    }
  /** It may run, once or often. */
  | { readonly kind: 'maybe'; readonly body: readonly Statement[] }
  | { readonly kind: 'return'; readonly value: Expression | null }
  /** `raise`, `throw`. */
  | { readonly kind: 'stop' };

export interface ParameterSyntax {
  readonly name: string;
  readonly pattern: Pattern | null;
  readonly required: boolean;
  readonly declared: string | null;
  readonly default: Expression | null;
  readonly rest: 'list' | 'map' | null;
  /** Given by name only, as after Python's `*`. */
  readonly named: boolean;
}

export interface FunctionSyntax {
  readonly name: string;
  readonly parameters: readonly ParameterSyntax[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  /** Read as an attribute. */
  readonly property: boolean;
  /** Has no `self`. */
  readonly static: boolean;
  readonly line: number;
}

export interface ClassSyntax {
  readonly name: string;
  readonly bases: readonly string[];
  readonly methods: readonly FunctionSyntax[];
  readonly fields: readonly {
    readonly name: string;
    readonly value: Expression | null;
    readonly declared: string | null;
  }[];
  readonly line: number;
}

/** A type with named members: an interface, a TypedDict. */
export interface ShapeSyntax {
  readonly name: string;
  readonly bases: readonly string[];
  readonly members: readonly { readonly name: string; readonly required: boolean; readonly declared: string | null }[];
}

export interface ModuleSyntax {
  readonly file: string;
  readonly imports: readonly { readonly local: string; readonly from: string; readonly name: string | null }[];
  readonly classes: readonly ClassSyntax[];
  readonly functions: readonly FunctionSyntax[];
  readonly shapes: readonly ShapeSyntax[];
  /** Names that stand for a type: `Transport` → `'webhook' | 'worker'`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly body: readonly Statement[];
  /** A place that could not be parsed; null: there is none. */
  readonly brokenAt: number | null;
}

export const NOTHING: Expression = { kind: 'literal', value: null };

/** `client.cues.fire` → its words; null when it is no plain chain of names. */
export function chainOf(expression: Expression): readonly string[] | null {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'member') return null;
  const before = chainOf(expression.of);
  return before === null ? null : [...before, expression.name];
}
