import type { Json } from '../../model/json.ts';
import type { ClassSyntax, FunctionSyntax, ModuleSyntax } from './syntax.ts';

/** What an expression comes to, as far as that can be told without running it. */
export type Value =
  | { readonly kind: 'known'; readonly value: Json }
  /** What the caller gave, `options.sendAt`; `declared`: its type as written. */
  | Input
  | { readonly kind: 'text'; readonly parts: readonly Value[] }
  | ObjectValue
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | InstanceValue
  | FunctionValue
  | { readonly kind: 'class'; readonly class: ClassSyntax; readonly module: ModuleSyntax }
  | { readonly kind: 'module'; readonly module: ModuleSyntax }
  /** One of these. */
  | { readonly kind: 'choice'; readonly of: readonly Value[] }
  /** Made of these in a way that is not followed; of nothing: not known at all. `call`: by this function. */
  | { readonly kind: 'derived'; readonly from: readonly Value[]; readonly call?: string };

export interface Input {
  readonly kind: 'input';
  readonly path: string;
  readonly declared: string | null;
  readonly required: boolean;
}

/** Members that are set while the code runs. `rest`: values whose members are all in it. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly members: Map<string, Slot>;
  readonly rest: Value[];
}

export interface Slot {
  readonly value: Value;
  /** Not always there. */
  readonly maybe: boolean;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly class: ClassSyntax;
  readonly module: ModuleSyntax;
  readonly fields: Map<string, Value>;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly function: FunctionSyntax;
  readonly module: ModuleSyntax;
  readonly self: Value | null;
  readonly scope: Scope | null;
}

/** Names of a function that runs, and those around it. */
export interface Scope {
  readonly names: Map<string, Value>;
  readonly outer: Scope | null;
}

export const UNKNOWN: Value = { kind: 'derived', from: [] };

export function known(value: Json): Value {
  return { kind: 'known', value };
}

export function emptyObject(): ObjectValue {
  return { kind: 'object', members: new Map(), rest: [] };
}

/** One value of several, flat and without repetition. */
export function choiceOf(values: readonly Value[]): Value {
  const flat = [...new Set(values.flatMap((value) => (value.kind === 'choice' ? value.of : [value])))];
  const [first] = flat;
  return flat.length === 1 && first !== undefined ? first : { kind: 'choice', of: flat };
}

export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'choice' ? value.of : [value];
}

/** Every input that a value is made of, each once. */
export function inputsOf(value: Value): readonly Input[] {
  const found = inputsIn(value, 0);
  return found.length < 2 ? found : [...new Map(found.map((input) => [input.path, input])).values()];
}

function inputsIn(value: Value, depth: number): readonly Input[] {
  if (depth > 8) return [];
  switch (value.kind) {
    case 'input':
      return [value];
    case 'text':
      return value.parts.flatMap((part) => inputsIn(part, depth + 1));
    case 'list':
      return value.items.flatMap((item) => inputsIn(item, depth + 1));
    case 'choice':
      return value.of.flatMap((each) => inputsIn(each, depth + 1));
    case 'derived':
      return value.from.flatMap((each) => inputsIn(each, depth + 1));
    case 'object':
      return [...value.members.values()].flatMap((slot) => inputsIn(slot.value, depth + 1));
    default:
      return [];
  }
}

/** Whether it is true, where that is certain. */
export function truthOf(value: Value): boolean | null {
  if (value.kind === 'known')
    return value.value !== null && value.value !== false && value.value !== '' && value.value !== 0;
  return value.kind === 'instance' || value.kind === 'function' || value.kind === 'class' ? true : null;
}
